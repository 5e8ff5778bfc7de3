import type { Rail } from "@slipstream/contracts/rail-socket";
import type { ReactNode } from "react";
import { Suspense } from "react";
import { Await } from "react-router";
import type { RailSpec } from "./use-rail.ts";
import { useRail } from "./use-rail.ts";
import { RailView } from "./rail.tsx";

export interface PageRailProps {
  spec: RailSpec;
  /** The rail as the server rendered it; undefined where only the visitor's own will do. */
  initial?: Promise<Rail | undefined>;
  title: (rail: Rail | undefined) => ReactNode;
  spoken: (rail: Rail) => string;
  /** The stream moves it: it follows the visitor and carries the line. */
  live?: boolean;
  empty?: ReactNode;
  eager?: boolean;
}

/** A rail on a page: streamed with the page, then followed. Its room is reserved throughout. */
export function PageRail({ initial, ...rest }: PageRailProps) {
  if (!initial) return <Following {...rest} initial={undefined} />;
  const waiting = <RailView {...rest} rail={undefined} empty={undefined} />;
  return (
    // A new product is a new rail: it may show its skeleton rather than hold the page back.
    <Suspense key={rest.spec.itemId ?? rest.spec.name} fallback={waiting}>
      <Await resolve={initial} errorElement={<Following {...rest} initial={undefined} />}>
        {(rail) => <Following {...rest} initial={rail} />}
      </Await>
    </Suspense>
  );
}

interface FollowingProps extends Omit<PageRailProps, "initial"> {
  initial: Rail | undefined;
}

function Following(props: FollowingProps) {
  return props.live ? <Live {...props} /> : <Still {...props} />;
}

function Live({ spec, initial, ...view }: FollowingProps) {
  return <RailView {...view} rail={useRail(spec, initial)} />;
}

/** About the product, not the visitor: as it was rendered; without cards it is not there. */
function Still({ spec: _spec, initial, ...view }: FollowingProps) {
  if (!initial || initial.cards.length === 0) return null;
  return <RailView {...view} rail={initial} />;
}
