import type { ItemExplanation } from "@slipstream/contracts/recommend";
import { DataTable } from "../shell/data-table.tsx";
import { FactList } from "../shell/fact-list.tsx";
import { digits } from "./digits.ts";

/** One item's way through the stages: who proposed it, what the ranker saw, what moved it. */
export function Explanation({ item }: { item: ItemExplanation }) {
  const { sources, features, ranker, session, rules, diverseRank } = item;
  const byRule = Object.fromEntries(
    rules.map((rule) => [
      `Rule: ${rule.name}`,
      rule.position === undefined
        ? `${rule.kind}${rule.amount === undefined ? "" : ` ${digits(rule.amount)}`}`
        : `pinned to place ${rule.position + 1}`,
    ]),
  );
  if (ranker.rank === 0) {
    return (
      <div className="max-w-[28rem] pt-2 pb-4 text-14">
        <p className="text-ink-soft">No source proposed it, and nothing ranked it.</p>
        <FactList facts={byRule} />
      </div>
    );
  }
  return (
    <div className="grid gap-x-10 gap-y-6 pt-2 pb-4 lg:grid-cols-[3fr_2fr]">
      <DataTable<(typeof sources)[number]>
        caption="Sources"
        minWidth="26rem"
        rows={sources}
        rowKey={({ source }) => source}
        empty={{ title: "No source proposed it: it was put there" }}
        columns={[
          { key: "source", head: "Source", cell: ({ source }) => source },
          { key: "rank", head: "Its place", numeric: true, cell: ({ rank }) => rank },
          { key: "score", head: "Its score", numeric: true, cell: ({ score }) => digits(score) },
          { key: "trust", head: "Trust", numeric: true, cell: ({ trust }) => digits(trust) },
          {
            key: "contribution",
            head: "Brings",
            numeric: true,
            cell: ({ contribution }) => digits(contribution),
          },
        ]}
      />
      <div className="space-y-4">
        <FactList
          facts={{
            Ranker: `${digits(ranker.score)}, place ${ranker.rank}`,
            "Likeness to the session": `+${digits(session.bonus)}`,
            "Seen or bought before": session.damping === 1 ? "no" : `× ${digits(session.damping)}`,
            "With the session": `${digits(session.score)}, place ${session.rank}`,
            "After diversity": `place ${diverseRank}`,
            ...byRule,
          }}
        />
        {Object.keys(features).length > 0 && (
          <details>
            <summary className="text-14 text-ink-soft">
              {Object.keys(features).length} features that are not 0
            </summary>
            <FactList
              facts={Object.fromEntries(
                Object.entries(features).map(([name, value]) => [
                  name.replaceAll("_", " "),
                  digits(value),
                ]),
              )}
            />
          </details>
        )}
      </div>
    </div>
  );
}
