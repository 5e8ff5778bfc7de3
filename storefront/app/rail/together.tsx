import type { Rail, RailCard } from "@slipstream/contracts/rail-socket";
import type { ProductDetail } from "@slipstream/contracts/shop-api";
import Plus from "lucide-react/icons/plus";
import { Suspense } from "react";
import { Await } from "react-router";
import { AddAll } from "../cart/add-all.tsx";
import { t } from "../language/text.ts";
import { tracker } from "../tracking/tracker.ts";
import { NOTHING } from "../ui/nothing.ts";
import { Price } from "../ui/price.tsx";
import { ProductCard } from "../ui/product-card.tsx";
import { ProductPicture } from "../ui/product-picture.tsx";
import { companionsOf } from "./companions.ts";
import { useHiddenItems } from "./hidden.ts";

interface TogetherProps {
  product: ProductDetail;
  companions: Promise<Rail | undefined>;
}

/** The product and what is often bought with it, with the sum of all. */
export function Together({ product, companions }: TogetherProps) {
  return (
    <Suspense key={product.itemId} fallback={null}>
      <Await resolve={companions} errorElement={NOTHING}>
        {(rail) => rail && <Row product={product} rail={rail} />}
      </Await>
    </Suspense>
  );
}

const COMPANIONS = 3;

function Row({ product, rail }: { product: ProductDetail; rail: Rail }) {
  const hidden = useHiddenItems();
  const cards = companionsOf(rail.cards, hidden).slice(0, COMPANIONS);
  const sum = cards.reduce((total, { priceMinor }) => total + priceMinor, product.priceMinor);
  if (cards.length === 0) return null;
  return (
    <section aria-labelledby="together">
      <h2 id="together" className="text-20 md:text-28">
        {t("Often bought together")}
      </h2>
      <ul className="mt-10 grid grid-cols-2 gap-x-6 gap-y-6 md:grid-cols-4 md:gap-x-16 lg:grid-cols-5">
        <li>
          <ProductPicture image={product.images[0] ?? product.image} tint={product.tint} />
          <p className="mt-3 min-h-[3lh] text-14">
            <span className="line-clamp-2">{product.title}</span>
            <span className="mt-0.5 block text-ink-soft">
              <Price minor={product.priceMinor} currency={product.currency} />
            </span>
          </p>
        </li>
        {cards.map((card) => (
          <Companion key={card.itemId} card={card} rail={rail} />
        ))}
        <li
          className={`col-span-2 lg:col-span-1 lg:pt-10 ${cards.length < COMPANIONS ? "md:col-span-1" : "md:col-span-4"}`}
        >
          <p className="text-14 text-ink-soft">
            {t("All {count} together", { count: cards.length + 1 })}
          </p>
          <p className="mt-1 text-20">
            <Price minor={sum} currency={product.currency} />
          </p>
          <AddAll product={product} cards={cards} requestId={rail.requestId} />
        </li>
      </ul>
    </section>
  );
}

function Companion({ card, rail }: { card: RailCard; rail: Rail }) {
  const { placement, requestId } = rail;
  const { itemId, position } = card;
  const click = () =>
    tracker.record({ type: "click", itemId, placement, requestId, lines: [{ itemId, position }] });
  return (
    <li className="companion relative">
      <Plus
        size={20}
        aria-hidden="true"
        className="plus absolute -left-[22px] text-ink-faint md:-left-[42px]"
      />
      <ProductCard
        product={{ ...card, tint: card.tint ?? "" }}
        state={{ placement, requestId }}
        onClick={click}
      />
    </li>
  );
}
