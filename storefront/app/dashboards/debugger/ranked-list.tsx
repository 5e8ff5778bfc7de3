import type { DebugAnswer } from "@slipstream/contracts/debugger-api";
import type { RecommendedItem } from "@slipstream/contracts/recommend";
import { reasonSentence } from "../../rail/reasons.ts";
import { useCategoryName } from "../../shop.ts";
import { ProductPicture } from "../../ui/product-picture.tsx";
import { figureText } from "../figure-text.ts";
import { Badge } from "../shell/badge.tsx";
import { digits } from "./digits.ts";
import { Explanation } from "./explanation.tsx";

/** The rail in its order; each item opens to show how it came there. */
export function RankedList({ debug }: { debug: DebugAnswer }) {
  const { items, explanations = [] } = debug.answer.recommendation;
  const known = new Map(explanations.map((item) => [item.itemId, item]));
  return (
    <ol className="border-line border-t">
      {items.map((item, place) => {
        const explanation = known.get(item.itemId);
        return (
          <li key={item.itemId} className="border-line border-b">
            <details>
              <summary className="grid cursor-pointer grid-cols-[1.5rem_3rem_minmax(0,1fr)_auto] items-center gap-3 py-2 text-14">
                <span className="figures text-right font-mono text-ink-soft">{place + 1}</span>
                <Item item={item} debug={debug} />
                <span className="flex flex-wrap justify-end gap-1">
                  {explanation?.rules.map(({ id, kind }) => (
                    <Badge key={id} tone="strong">
                      {kind}
                    </Badge>
                  ))}
                  <span className="figures font-mono text-12">{digits(item.score)}</span>
                </span>
              </summary>
              {explanation && <Explanation item={explanation} />}
            </details>
          </li>
        );
      })}
    </ol>
  );
}

function Item({ item, debug }: { item: RecommendedItem; debug: DebugAnswer }) {
  const nameOf = useCategoryName();
  const { products } = debug;
  const product = products[item.itemId];
  const because = item.reason.itemId === undefined ? undefined : products[item.reason.itemId];
  const reason = { ...item.reason, ...(because ? { title: because.title } : {}) };
  return (
    <>
      <ProductPicture
        image={product?.image && { ...product.image, alt: "" }}
        tint={product?.tint}
        className="w-12"
      />
      <span className="min-w-0">
        <span className="line-clamp-1">{product?.title ?? item.itemId}</span>
        <span className="line-clamp-1 text-12 text-ink-soft">
          {reasonSentence(reason, nameOf)}
          {item.sources.length > 0 && ` · ${item.sources.join(", ")}`}
          {item.propensity < 1 && ` · drawn, ${figureText(item.propensity * 100)} %`}
        </span>
      </span>
    </>
  );
}
