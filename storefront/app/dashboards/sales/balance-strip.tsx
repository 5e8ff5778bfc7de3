import type { SellerBalance } from "@slipstream/contracts/sales-api";
import { useMoney } from "../money.ts";
import { StatStrip } from "../shell/stat-strip.tsx";

/** What was earned and paid out, in one currency. */
export function BalanceStrip({ balance }: { balance: SellerBalance }) {
  const money = useMoney(balance.currency);
  return (
    <StatStrip
      stats={[
        { label: "Owed now", value: money(balance.balanceMinor, "short") },
        { label: "Sales", value: money(balance.salesMinor, "short") },
        { label: "Refunds", value: money(balance.refundsMinor, "short") },
        { label: "Commission", value: money(balance.commissionMinor, "short") },
        { label: "Paid out", value: money(balance.paidOutMinor, "short") },
      ]}
    />
  );
}
