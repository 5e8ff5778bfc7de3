import type { Cart, DiscountProblem } from "@slipstream/contracts/cart-api";
import type { ReactNode } from "react";
import { type Message, msg, rich, t } from "../language/text.ts";
import { Price } from "../ui/price.tsx";
import { OtherCurrency } from "./other-currency.tsx";

/** What the cart costs, with its code; delivery and tax come at checkout. */
export function CartSums({ cart }: { cart: Cart }) {
  const { currency, subtotalMinor, discount, totalMinor } = cart;
  return (
    <dl className="space-y-2">
      {discount && (
        <>
          <SumRow name={t("Goods")}>
            <Price minor={subtotalMinor} currency={currency} />
          </SumRow>
          <DiscountRow discount={discount} currency={currency} />
        </>
      )}
      <SumRow name={t("Total")} strong>
        <Price minor={totalMinor} currency={currency} />
        <OtherCurrency minor={totalMinor} />
      </SumRow>
    </dl>
  );
}

interface SumRowProps {
  name: ReactNode;
  strong?: boolean;
  children: ReactNode;
}

/** A name at the left, an amount at the right. */
export function SumRow({ name, strong, children }: SumRowProps) {
  return (
    <div className={`flex items-baseline justify-between gap-6 ${strong ? "text-20" : "text-14"}`}>
      <dt className={strong ? "" : "text-ink-soft"}>{name}</dt>
      <dd className="text-right">{children}</dd>
    </div>
  );
}

interface DiscountRowProps {
  discount: NonNullable<Cart["discount"]>;
  currency: string;
}

/** What a code does, or why it does nothing. */
export function DiscountRow({ discount, currency }: DiscountRowProps) {
  const { code, amountMinor, freeShipping, problem } = discount;
  return (
    <SumRow name={t("Code {code}", { code })}>
      {problem !== undefined && (
        <span className="text-error">
          <DiscountWords problem={problem} discount={discount} currency={currency} />
        </span>
      )}
      {problem === undefined && freeShipping && t("Free delivery")}
      {problem === undefined && !freeShipping && <Price minor={-amountMinor} currency={currency} />}
    </SumRow>
  );
}

const words: Readonly<Record<Exclude<DiscountProblem, "below_minimum">, Message>> = {
  unknown: msg("We do not know this code"),
  not_yet: msg("It does not hold yet"),
  over: msg("It is over"),
  used_up: msg("It is used up"),
  used_by_you: msg("You have used it already"),
  not_for_these: msg("It is not for these goods"),
};

function DiscountWords(props: DiscountRowProps & { problem: DiscountProblem }) {
  const { problem, discount, currency } = props;
  if (problem !== "below_minimum") return t(words[problem]);
  const price = <Price minor={discount.minSubtotalMinor ?? 0} currency={currency} />;
  return rich("It holds from {price} on", { price });
}
