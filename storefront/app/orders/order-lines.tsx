import type { OrderLine } from "@slipstream/contracts/order-api";
import { Link } from "react-router";
import { t } from "../language/text.ts";
import { Price } from "../ui/price.tsx";
import { ProductPicture } from "../ui/product-picture.tsx";

/** What was bought: picture, name, options, how many and for how much. */
export function OrderLines({ lines, currency }: { lines: readonly OrderLine[]; currency: string }) {
  return (
    <ul>
      {lines.map((line) => (
        <li key={line.position} className="flex gap-4 border-line border-t py-4 first:border-t-0">
          <ProductPicture
            image={line.imageUrl === undefined ? undefined : { url: line.imageUrl, alt: "" }}
            tint={line.tint}
            className="w-16 shrink-0 self-start"
          />
          <div className="min-w-0 flex-1">
            <p className="break-words">
              <LineTitle line={line} />
            </p>
            <LineNote line={line} />
          </div>
          <p className="text-right">
            <Price minor={line.priceMinor * line.quantity} currency={currency} />
          </p>
        </li>
      ))}
    </ul>
  );
}

function LineTitle({ line }: { line: OrderLine }) {
  if (line.slug === undefined) return line.title;
  return (
    <Link to={`/p/${line.slug}`} className="hover:underline hover:underline-offset-4">
      {line.title}
    </Link>
  );
}

function LineNote({ line }: { line: OrderLine }) {
  const { options, quantity, seller, cancelled, fulfilled, returned } = line;
  const became = [
    cancelled > 0 ? t("{count} cancelled", { count: cancelled }) : undefined,
    fulfilled > 0 && fulfilled < quantity ? t("{count} sent", { count: fulfilled }) : undefined,
    returned > 0 ? t("{count} sent back", { count: returned }) : undefined,
  ].filter((part) => part !== undefined);
  const what = [...Object.values(options), t("{count} piece|{count} pieces", { count: quantity })];
  return (
    <div className="mt-0.5 text-14 text-ink-soft">
      <p className="first-letter:uppercase">{what.join(" · ")}</p>
      {seller !== undefined && <p>{t("Sold by {seller}", { seller })}</p>}
      {became.length > 0 && <p>{became.join(" · ")}</p>}
    </div>
  );
}
