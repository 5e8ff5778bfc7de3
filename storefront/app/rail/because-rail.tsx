import { isShownOnPage } from "@slipstream/contracts/page-rails";
import type { Rail } from "@slipstream/contracts/rail-socket";
import { rich, t } from "../language/text.ts";
import { ShopLink } from "../ui/shop-link.tsx";
import { PageRail } from "./page-rail.tsx";
import type { StillRails } from "./use-rail.ts";

interface BecauseRailProps {
  /** The product of this page; absent, the rail speaks of the last one looked at. */
  itemId?: string;
  initial?: Promise<Rail | undefined>;
  /** Rails of the page that stand still. */
  around?: StillRails;
}

const PLACEMENT = "because_you_viewed";

const CARDS = 12;

function heading(rail: Rail | undefined) {
  if (!rail?.cards.length) return t("Because you just viewed …");
  if (!rail.anchor) return t("You may also like");
  const { slug, title } = rail.anchor;
  return (
    <>
      {rich("Because you just viewed {product}", {
        product: (
          <ShopLink to={`/p/${slug}`} className="hover:underline hover:underline-offset-4">
            {title}
          </ShopLink>
        ),
      })}
    </>
  );
}

function spoken({ anchor, cards }: Rail): string {
  const first = cards
    .slice(0, 3)
    .map(({ title }) => title)
    .join(", ");
  return anchor
    ? t("Because you just viewed {product}, now: {products}", {
        product: anchor.title,
        products: first,
      })
    : t("You may also like: {products}", { products: first });
}

/** The rail that follows the visitor, with an invitation for those who have not looked yet. */
export function BecauseRail({ itemId, initial, around }: BecauseRailProps) {
  return (
    <PageRail
      live
      spec={{ name: "because", placement: PLACEMENT, itemId, limit: CARDS }}
      initial={initial}
      around={around}
      accept={({ anchor }) =>
        isShownOnPage({ placement: PLACEMENT, itemId }, { anchored: anchor !== undefined })
      }
      title={heading}
      spoken={spoken}
      empty={
        <p className="max-w-[30ch] px-6 font-display text-20 md:px-10 md:text-28">
          {t("Open any product. Come back, and this shelf will have followed you.")}
        </p>
      }
    />
  );
}
