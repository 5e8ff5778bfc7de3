import type { SharedCart } from "@slipstream/contracts/cart-api";
import type { ReactNode } from "react";
import { Form } from "react-router";
import { t } from "../language/text.ts";
import { Button } from "../ui/button.tsx";
import { ChipLink } from "../ui/link.tsx";
import { Price } from "../ui/price.tsx";
import { ProductLine } from "../ui/product-line.tsx";

type Line = SharedCart["lines"][number];

interface OfferedCartProps {
  title: string;
  lead: string;
  offered: SharedCart;
  /** What else is to be said, under the lines. */
  children?: ReactNode;
}

/** Lines that a link offers, and the one button that puts them into one's own cart. */
export function OfferedCart({ title, lead, offered, children }: OfferedCartProps) {
  const { lines, currency, subtotalMinor } = offered;
  const isThere = lines.some(({ state }) => state !== "sold_out");
  return (
    <div className="page max-w-[48rem] pt-8 md:pt-10">
      <h1 className="text-40 md:text-64">{title}</h1>
      <p className="mt-4 text-ink-soft">{lead}</p>
      <ul className="mt-8 divide-y divide-line border-line border-y empty:hidden">
        {lines.map((line) => (
          <li key={line.sku} className="py-5">
            <ProductLine product={{ ...line, currency }} note={noteOf(line)}>
              <Price minor={line.totalMinor} currency={currency} />
            </ProductLine>
          </li>
        ))}
      </ul>
      {children}
      {isThere ? (
        <Form method="post" className="mt-6 flex flex-wrap items-center justify-between gap-6">
          <p className="text-20">
            <Price minor={subtotalMinor} currency={currency} />
          </p>
          <Button type="submit" look="strong">
            {t("Put all of it into my cart")}
          </Button>
        </Form>
      ) : (
        <p className="mt-6">
          <ChipLink to="/">{t("Back to the shop")}</ChipLink>
        </p>
      )}
    </div>
  );
}

function noteOf({ state, options, quantity, available }: Line): string {
  if (state === "sold_out") return t("Sold out");
  const wanted = [...Object.values(options), `${quantity} ×`].join(", ");
  return state === "short" ? `${wanted}, ${t("{count} left", { count: available })}` : wanted;
}
