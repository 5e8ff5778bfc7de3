import type { OrderDetail } from "@slipstream/contracts/order-api";
import type { ReactNode } from "react";
import { formatNumber, t } from "../language/text.ts";
import { Price } from "../ui/price.tsx";

type Sums = Pick<
  OrderDetail,
  | "currency"
  | "subtotalMinor"
  | "discountMinor"
  | "shippingMinor"
  | "taxMinor"
  | "totalMinor"
  | "refundedMinor"
  | "taxLines"
> & { discountCode?: string | undefined; shippingMethod?: string | undefined };

/** How the total comes about, and what of it went back. */
export function OrderSums({ sums }: { sums: Sums }) {
  const { currency, discountMinor, shippingMinor, refundedMinor } = sums;
  const included = sums.taxLines.filter((line) => line.included);
  const onTop = sums.taxLines.filter((line) => !line.included);
  const price = (minor: number) => <Price minor={minor} currency={currency} />;
  return (
    <dl className="space-y-2 text-14">
      <Row label={t("Goods")}>{price(sums.subtotalMinor)}</Row>
      {discountMinor > 0 && (
        <Row
          label={
            sums.discountCode ? t("Discount {code}", { code: sums.discountCode }) : t("Discount")
          }
        >
          −{price(discountMinor)}
        </Row>
      )}
      <Row
        label={
          sums.shippingMethod
            ? t("Delivery, {method}", { method: sums.shippingMethod })
            : t("Delivery")
        }
      >
        {shippingMinor === 0 ? t("Free") : price(shippingMinor)}
      </Row>
      {onTop.map((line) => (
        <Row key={`${line.name} ${line.rateBasisPoints}`} label={taxText(line)}>
          {price(line.taxMinor)}
        </Row>
      ))}
      <div className="flex justify-between gap-4 border-line border-t pt-3 text-16 font-medium">
        <dt>{t("Total")}</dt>
        <dd>{price(sums.totalMinor)}</dd>
      </div>
      {included.map((line) => (
        <Row
          key={`${line.name} ${line.rateBasisPoints}`}
          label={t("Including {tax}", { tax: taxText(line) })}
        >
          {price(line.taxMinor)}
        </Row>
      ))}
      {refundedMinor > 0 && <Row label={t("Refunded")}>−{price(refundedMinor)}</Row>}
    </dl>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex justify-between gap-4 text-ink-soft">
      <dt>{label}</dt>
      <dd className="text-right">{children}</dd>
    </div>
  );
}

/** `VAT 19 %` */
export function taxText({ name, rateBasisPoints }: { name: string; rateBasisPoints: number }) {
  return `${name} ${formatNumber(rateBasisPoints / 100)} %`;
}
