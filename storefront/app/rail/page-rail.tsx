import type { Rail } from "@slipstream/contracts/rail-socket";
import type { ReactNode } from "react";
import { Suspense } from "react";
import { Await } from "react-router";
import { NOTHING } from "../ui/nothing.ts";
import { RailView } from "./rail.tsx";
import { RailPlace } from "./rail-place.tsx";
import type { RailSpec, StillRails } from "./use-rail.ts";
import { useRail, useTriedRail } from "./use-rail.ts";

interface PageRailProps {
  spec: RailSpec;
  /** The rail as the server rendered it; absent where only the visitor's own will do. */
  initial?: Promise<Rail | undefined>;
  title: (rail: Rail | undefined) => ReactNode;
  spoken: (rail: Rail) => string;
  /** Whether the visitor's own version may be shown; any may unless told. */
  accept?: (rail: Rail) => boolean;
  /** The stream moves it: it follows the visitor and carries the line. */
  live?: boolean;
  /** What it goes round when it moves. */
  around?: StillRails;
  empty?: ReactNode;
}

/** A rail on a page: streamed with the page, then followed. Its room is reserved throughout. */
export function PageRail(props: PageRailProps) {
  const { spec, initial, accept, live = false, around, empty, ...view } = props;
  const own = useRail(spec, { live, around });
  const followed = own && (own.hidden || !accept || accept(own)) ? own : undefined;
  if (!initial) return <RailView {...view} live={live} rail={followed} made={own} empty={empty} />;
  const waiting = <RailView {...view} live={live} rail={followed} made={own} />;
  return (
    // A new product is a new rail: it may show its skeleton rather than hold the page back.
    <Suspense key={spec.itemId ?? spec.name} fallback={waiting}>
      <Await resolve={initial} errorElement={live ? waiting : NOTHING}>
        {(rail) =>
          live ? (
            <RailView {...view} live rail={followed ?? rail} made={own} empty={empty} />
          ) : (
            <StillRail {...view} spec={spec} shared={rail} />
          )
        }
      </Await>
    </Suspense>
  );
}

type StillRailProps = Pick<PageRailProps, "spec" | "title" | "spoken"> & {
  shared: Rail | undefined;
};

/** A rail that the stream does not move: without cards only its place is there. */
function StillRail({ spec, shared, ...view }: StillRailProps) {
  const rail = useTriedRail(spec, shared) ?? shared;
  if (!rail?.cards.length) return <RailPlace rail={rail} />;
  return <RailView {...view} rail={rail} />;
}
