import type { ModelList } from "@slipstream/contracts/model-api";
import type { PolicyEstimate, PolicyReport } from "@slipstream/contracts/model-reports";
import type { Placement } from "@slipstream/contracts/placements";
import { Notice } from "../../ui/notice.tsx";
import { figureText } from "../figure-text.ts";
import { placementNames } from "../placement-names.ts";
import { Section } from "../shell/dashboard-shell.tsx";
import { DataTable } from "../shell/data-table.tsx";
import { When } from "../shell/when.tsx";
import { shareText } from "./share-text.ts";
import { versionText } from "./version-text.ts";

type Place = PolicyReport["places"][number];
type Value = PolicyEstimate["ips"];

/** What rankers would have got that did not serve, from the cards that were drawn by chance. */
export function PolicySection({ policies }: { policies: ModelList["policies"] }) {
  return (
    <Section
      title="Had another ranker chosen"
      aside={
        policies && (
          <>
            worked out <When at={policies.at} time />
          </>
        )
      }
    >
      {policies === undefined ? (
        <Notice title="Nothing was worked out yet">
          It is every ten minutes, from the answers that were served and from what was pressed.
        </Notice>
      ) : (
        <Estimates report={policies} />
      )}
    </Section>
  );
}

function Estimates({ report }: { report: PolicyReport }) {
  const { seen, actual, policies, places } = report;
  return (
    <>
      <p className="measure mb-4 text-14">
        {`The last card of the home rail is drawn by chance from the next twenty, and the chance is logged. From ${figureText(seen)} such cards that were seen it follows how often the card would have been pressed, had a ranker put its best of the same twenty there, before the session, rules and variety have their say.`}
        {actual && ` As it was drawn, ${valueText(actual)} of them were pressed.`}
      </p>
      <DataTable<PolicyEstimate>
        caption="Share of drawn cards pressed, had another ranker chosen them"
        rows={policies}
        rowKey={({ ranker }) => ranker}
        minWidth="48rem"
        alignTop
        empty={{ title: "No ranker is loaded" }}
        columns={[
          {
            key: "ranker",
            head: "Ranker",
            cell: (policy) => <Ranker policy={policy} seen={seen} />,
          },
          {
            key: "robust",
            head: "Doubly robust",
            numeric: true,
            cell: ({ robust }) => valueText(robust),
          },
          { key: "snips", head: "SNIPS", numeric: true, cell: ({ snips }) => valueText(snips) },
          { key: "ips", head: "IPS", numeric: true, cell: ({ ips }) => valueText(ips) },
          {
            key: "effective",
            head: "Draws that count",
            numeric: true,
            cell: ({ effective, agreed }) => (
              <>
                <span className="font-mono">{figureText(Math.round(effective))}</span>
                <span className="block text-12 whitespace-nowrap text-ink-soft">
                  {`of ${figureText(agreed)} that agree`}
                </span>
              </>
            ),
          },
        ]}
      />
      <h3 className="mt-8 mb-2 text-16">What the log can tell</h3>
      <DataTable<Place>
        caption="Rails of the log, and what can be told of them"
        rows={places}
        rowKey={({ placement }) => placement}
        minWidth="48rem"
        empty={{ title: "Nothing was served" }}
        columns={[
          {
            key: "placement",
            head: "Rail",
            cell: ({ placement }) => (
              <span className="whitespace-nowrap">
                {placementNames[placement as Placement] ?? placement}
              </span>
            ),
          },
          {
            key: "answers",
            head: "Answers",
            numeric: true,
            cell: ({ answers }) => figureText(answers),
          },
          {
            key: "drawn",
            head: "With a drawn card",
            numeric: true,
            cell: ({ drawn }) => figureText(drawn),
          },
          {
            key: "known",
            head: "For another ranker",
            cell: ({ drawn }) =>
              drawn > 0
                ? "the drawn card only; the others are certain"
                : "cannot be estimated: every card was certain, anything else had chance 0",
          },
        ]}
      />
    </>
  );
}

function Ranker({ policy, seen }: { policy: PolicyEstimate; seen: number }) {
  const { ranker, stage } = policy;
  const name = ranker === "blend" ? "the blend" : versionText(ranker);
  return (
    <>
      <span className="whitespace-nowrap">{stage ? `${name}, ${stage}` : name}</span>
      {policy.unknown && (
        <span className="block max-w-[18rem] text-12 font-normal text-ink-soft">
          {`cannot be estimated from this log: ${reasonText(policy, seen)}`}
        </span>
      )}
    </>
  );
}

function reasonText(policy: PolicyEstimate, seen: number): string {
  const { impossible, effective, presses } = policy;
  switch (policy.unknown) {
    case "few_draws":
      return `only ${figureText(seen)} drawn cards were seen`;
    case "impossible":
      return `in ${shareText(impossible)} of the draws its choice had no chance`;
    case "little_overlap":
      return `what was drawn agrees too seldom, as much as ${figureText(Math.round(effective))} draws`;
    default:
      return `only ${figureText(presses)} of the cards that agree were pressed`;
  }
}

function valueText(value: Value): string {
  if (value === undefined) return "–";
  return `${shareText(value.value)} (${shareText(value.low)} to ${shareText(value.high)})`;
}
