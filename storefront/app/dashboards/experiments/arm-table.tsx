import type { ExperimentDetail, ExperimentResult } from "@slipstream/contracts/experiment-api";
import { figureText } from "../figure-text.ts";
import { useMoney } from "../money.ts";
import { DataTable } from "../shell/data-table.tsx";
import { settingsText } from "./words.ts";

type ArmRow = ExperimentResult["arms"][number];

/** Who was shown each arm, and what they did since. */
export function ArmTable({ experiment }: { experiment: ExperimentDetail }) {
  const { result, arms, currency, kind } = experiment;
  const money = useMoney(currency);
  const settingsOf = (name: string) => arms.find((arm) => arm.name === name)?.settings;
  return (
    <DataTable<ArmRow>
      caption="Arms"
      minWidth="52rem"
      rows={result.arms}
      rowKey={({ name }) => name}
      empty={{ title: "There are no arms" }}
      columns={[
        { key: "name", head: "Arm", cell: ({ name }) => name },
        {
          key: "settings",
          head: "What is different",
          cell: ({ name }) => (
            <span className="text-ink-soft">
              {kind === "interleaved"
                ? arms.map((arm) => `${arm.name}: ${settingsText(arm.settings)}`).join("; ")
                : settingsText(settingsOf(name) ?? {})}
            </span>
          ),
        },
        {
          key: "share",
          head: "Share",
          numeric: true,
          cell: ({ share }) => `${Math.round(share * 1_000) / 10} %`,
        },
        {
          key: "visitors",
          head: "Visitors",
          numeric: true,
          cell: (arm) => figureText(arm.visitors),
        },
        {
          key: "seen",
          head: "Cards seen",
          numeric: true,
          cell: ({ impressions, standIns }) =>
            standIns > 0
              ? `${figureText(impressions)}, ${figureText(standIns)} by a stand-in`
              : figureText(impressions),
        },
        { key: "clicks", head: "Clicks", numeric: true, cell: (arm) => figureText(arm.clicks) },
        { key: "carts", head: "Into carts", numeric: true, cell: (arm) => figureText(arm.carts) },
        { key: "orders", head: "Orders", numeric: true, cell: (arm) => figureText(arm.orders) },
        {
          key: "revenue",
          head: "Revenue",
          numeric: true,
          cell: ({ revenueMinor }) => money(revenueMinor),
        },
      ]}
    />
  );
}
