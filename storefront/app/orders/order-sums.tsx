import type { OrderDetail } from "@slipstream/contracts/order-api";
import type { ReactNode } from "react";
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
      <Row label="Goods">{price(sums.subtotalMinor)}</Row>
      {discountMinor > 0 && (
        <Row label={sums.discountCode ? `Discount ${sums.discountCode}` : "Discount"}>
          −{price(discountMinor)}
        </Row>
      )}
      <Row label={sums.shippingMethod ? `Delivery, ${sums.shippingMethod}` : "Delivery"}>
        {shippingMinor === 0 ? "Free" : price(shippingMinor)}
      </Row>
      {onTop.map((line) => (
        <Row key={`${line.name} ${line.rateBasisPoints}`} label={taxText(line)}>
          {price(line.taxMinor)}
        </Row>
      ))}
      <div className="flex justify-between gap-4 border-line border-t pt-3 text-16 font-medium">
        <dt>Total</dt>
        <dd>{price(sums.totalMinor)}</dd>
      </div>
      {included.map((line) => (
        <Row key={`${line.name} ${line.rateBasisPoints}`} label={`Including ${taxText(line)}`}>
          {price(line.taxMinor)}
        </Row>
      ))}
      {refundedMinor > 0 && <Row label="Refunded">−{price(refundedMinor)}</Row>}
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
  return `${name} ${rateBasisPoints / 100} %`;
}
