import type { OrderRefund } from "@slipstream/contracts/order-api";
import { Price } from "../../ui/price.tsx";
import { Badge } from "../shell/badge.tsx";
import { When } from "../shell/when.tsx";

const words = {
  pending: { name: "On its way", tone: "warning" },
  done: { name: "Done", tone: "plain" },
  failed: { name: "Failed", tone: "error" },
} as const;

/** Money that went back, and money that should have. */
export function RefundList({
  refunds,
  currency,
}: {
  refunds: readonly OrderRefund[];
  currency: string;
}) {
  return (
    <ul className="space-y-2 text-14">
      {refunds.map(({ id, amountMinor, reason, state, at }) => (
        <li key={id} className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
          <Price minor={amountMinor} currency={currency} />
          <Badge tone={words[state].tone}>{words[state].name}</Badge>
          <span className="text-ink-soft">
            <When at={at} time />
          </span>
          {reason !== "" && <span className="min-w-0 break-words">{reason}</span>}
        </li>
      ))}
    </ul>
  );
}
