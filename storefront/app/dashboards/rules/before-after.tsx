import type { RulePreview } from "@slipstream/contracts/debugger-api";
import type { RecommendResponse } from "@slipstream/contracts/recommend";
import ArrowDown from "lucide-react/icons/arrow-down";
import ArrowUp from "lucide-react/icons/arrow-up";
import type { ReactNode } from "react";
import { ProductPicture } from "../../ui/product-picture.tsx";
import { Badge } from "../shell/badge.tsx";

/** A rail as it is, and as it would be: what moved is marked, and by which rule. */
export function BeforeAfter({ preview: answer }: { preview: RulePreview }) {
  const { preview, products, subject } = answer;
  const places = new Map(preview.before.items.map(({ itemId }, place) => [itemId, place]));
  const gone = preview.before.items.filter(
    ({ itemId }) => !preview.after.items.some((item) => item.itemId === itemId),
  );
  return (
    <div>
      <p className="text-14 text-ink-soft">
        {preview.moved.length === 0
          ? "Nothing moves."
          : preview.moved.length === 1
            ? "One product moves."
            : `${preview.moved.length} products move.`}{" "}
        For {subject.kind === "stranger" ? "a stranger" : subject.name}.
      </p>
      <div className="mt-3 grid grid-cols-2 gap-x-4 sm:gap-x-6">
        <List title="As it is" products={products} items={preview.before.items}>
          {(itemId) =>
            gone.some((item) => item.itemId === itemId) && <Badge tone="warning">goes</Badge>
          }
        </List>
        <List title="As it would be" products={products} items={preview.after.items}>
          {(itemId, place) => <Move from={places.get(itemId)} to={place} />}
        </List>
      </div>
    </div>
  );
}

interface ListProps {
  title: string;
  items: RecommendResponse["items"];
  products: RulePreview["products"];
  children: (itemId: string, place: number) => ReactNode;
}

function List({ title, items, products, children }: ListProps) {
  return (
    <section className="min-w-0">
      <h3 className="mb-2 text-14 font-medium">{title}</h3>
      {items.length === 0 && <p className="text-14 text-ink-soft">Nothing is shown.</p>}
      <ol className="space-y-1">
        {items.map(({ itemId }, place) => (
          <li key={itemId} className="flex items-center gap-2 text-12">
            <span className="figures w-5 shrink-0 text-right font-mono text-ink-soft">
              {place + 1}
            </span>
            <ProductPicture
              image={products[itemId]?.image && { ...products[itemId].image, alt: "" }}
              tint={products[itemId]?.tint}
              className="w-10 shrink-0"
            />
            <span className="min-w-0 flex-1">
              <span className="line-clamp-2">{products[itemId]?.title ?? itemId}</span>
            </span>
            <span className="shrink-0">{children(itemId, place)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Move({ from, to }: { from: number | undefined; to: number }) {
  if (from === undefined) return <Badge tone="strong">comes</Badge>;
  if (from === to) return null;
  const Arrow = from > to ? ArrowUp : ArrowDown;
  return (
    <span className="figures inline-flex items-center font-mono">
      <Arrow size={14} aria-hidden="true" />
      <span className="sr-only">{from > to ? "up" : "down"}</span>
      {Math.abs(from - to)}
    </span>
  );
}
