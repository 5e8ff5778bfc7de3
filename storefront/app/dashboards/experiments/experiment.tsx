import { reachOf } from "@slipstream/contracts/access";
import type { ExperimentDetail, StateChange } from "@slipstream/contracts/experiment-api";
import { lazy, Suspense, useMemo } from "react";
import { data } from "react-router";
import { answerOf, problemOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { Notice } from "../../ui/notice.tsx";
import { SilenceNotice } from "../ops/silence-notice.tsx";
import { useLive } from "../ops/use-polling.ts";
import { placementNames } from "../placement-names.ts";
import { Badge } from "../shell/badge.tsx";
import { DashboardPage, Section } from "../shell/dashboard-shell.tsx";
import { FactList } from "../shell/fact-list.tsx";
import { When } from "../shell/when.tsx";
import type { Route } from "./+types/experiment";
import { ArmTable } from "./arm-table.tsx";
import { DecisionForms } from "./decision-forms.tsx";
import { ExperimentStrip, Warnings } from "./health.tsx";
import { LookTable } from "./look-table.tsx";
import { MetricTable } from "./metric-table.tsx";
import { PolicyTable } from "./policy-table.tsx";
import { Preference } from "./preference.tsx";
import { kindNames, metricNames, stateLooks, wholeNames } from "./words.ts";

/** uPlot comes only with this page. */
const LiftChart = lazy(() => import("./lift-chart.tsx"));

const POLL_MS = 5_000;

export async function loader({ context, request, params }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  const one = client.api.ops.experiments[":id"];
  const [experiment, { roles }] = await Promise.all([
    answerOf(one.$get({ param: params }), request),
    answerOf(client.api.account.$get(), request),
  ]);
  return { experiment, mayWrite: reachOf(roles, "experiment", "write") !== undefined };
}

export async function action({ context, request, params }: Route.ActionArgs) {
  const { client } = storefrontOf(context);
  const form = await request.formData();
  const arm = String(form.get("arm") ?? "");
  const answer = await client.api.ops.experiments[":id"].state.$post({
    param: params,
    json: {
      to: String(form.get("to")) as StateChange["to"],
      reason: String(form.get("reason") ?? ""),
      keep: form.get("keep") !== null,
      ...(arm === "" ? {} : { arm }),
    },
  });
  const problem = await problemOf(answer, request);
  return data({ problem }, { status: problem?.status ?? 200 });
}

export default function ExperimentPage({ loaderData, actionData }: Route.ComponentProps) {
  const loaded = loaderData.experiment;
  const path = `/api/ops/experiments/${loaded.id}`;
  const { latest = loaded, silent } = useLive<ExperimentDetail>(path, loaded, POLL_MS);
  // What was just done is known before the next look.
  const experiment = { ...latest, state: loaded.state, kept: loaded.kept };
  const { state, name, hypothesis } = experiment;
  const problem = actionData?.problem;
  return (
    <DashboardPage
      title={name}
      lead={hypothesis || undefined}
      trail={[{ name: "Experiments", to: "/ops/experiments" }]}
      actions={
        <>
          <Badge tone={stateLooks[state].tone}>{stateLooks[state].label}</Badge>
          {loaderData.mayWrite && <DecisionForms experiment={experiment} />}
        </>
      }
    >
      {problem && <Notice title={problem.title}>{problem.detail}</Notice>}
      {silent && <SilenceNotice />}
      <Warnings experiment={experiment} />
      <Decision experiment={experiment} />
      <ExperimentStrip experiment={experiment} />
      <Results experiment={experiment} />
      <Section title="How it is set up">
        <Setup experiment={experiment} />
      </Section>
    </DashboardPage>
  );
}

function Decision({
  experiment: { decision, reason, kept, endedAt },
}: {
  experiment: ExperimentDetail;
}) {
  if (decision === undefined) return null;
  return (
    <Notice title={`Decided for ${decision}${kept ? ", which everybody has now" : ""}`}>
      {reason} {endedAt && <When at={endedAt} time />}
    </Notice>
  );
}

function Results({ experiment }: { experiment: ExperimentDetail }) {
  const { result, kind } = experiment;
  return (
    <>
      {kind === "interleaved" && (
        <Section title="Which of the two is liked better">
          <Preference experiment={experiment} />
        </Section>
      )}
      {/* Where shares adapt, arms are not compared as they are: see `policies`. */}
      {kind === "fixed" && <Change experiment={experiment} />}
      <Section title="Arms">
        <ArmTable experiment={experiment} />
      </Section>
      {kind !== "interleaved" && (
        <Section title="Metrics" aside="each beside the control">
          <MetricTable experiment={experiment} />
        </Section>
      )}
      {result.policies && result.policies.length > 0 && (
        <Section title="If everybody had had it" aside="worked out from the chances of each arm">
          <p className="measure mb-4 text-14">{`${wholeNames[experiment.metric]}, had all of them been in one arm. The first column is to be trusted most; the others check it.`}</p>
          <PolicyTable experiment={experiment} policies={result.policies} />
        </Section>
      )}
    </>
  );
}

/** The deciding metric's change over time. */
function Change({ experiment }: { experiment: ExperimentDetail }) {
  const { result, metric, arms } = experiment;
  const names = useMemo(() => arms.map(({ name }) => name), [arms]);
  const history = useMemo(() => [...experiment.history, result], [experiment.history, result]);
  const isTold = history.some(({ metrics }) =>
    metrics.some((one) => one.metric === metric && one.arms.some(({ lift }) => lift)),
  );
  return (
    <Section title={metricNames[metric]} aside="the intervals hold whenever one looks">
      {isTold ? (
        <>
          <Suspense fallback={<div className="h-[250px]" />}>
            <LiftChart history={history} metric={metric} arms={names} />
          </Suspense>
          <LookTable experiment={experiment} history={history} />
        </>
      ) : (
        <p className="measure text-14 text-ink-soft">
          Nothing can be said before a few hundred visitors have seen each arm. The change, and
          between what it lies, is drawn here then.
        </p>
      )}
    </Section>
  );
}

function Setup({ experiment }: { experiment: ExperimentDetail }) {
  const { kind, targeting, layer, layerShare, ramp, effect, startedAt } = experiment;
  const { placements, signedIn, visitors, countries, languages, devices } = targeting;
  const who = [
    signedIn !== undefined && (signedIn ? "signed in" : "guests"),
    visitors && (visitors === "new" ? "in their first day" : "after their first day"),
    countries?.join(", "),
    languages?.join(", "),
    devices?.join(", "),
  ].filter(Boolean);
  return (
    <FactList
      facts={{
        How: kindNames[kind],
        Rails: placements.map((placement) => placementNames[placement]).join(", "),
        "For whom": who.length === 0 ? "everybody who agreed to be followed" : who.join("; "),
        Layer: `${Math.round(layerShare * 100)} % of ${layer}`,
        "Lets in":
          ramp.length === 0
            ? "everybody at once"
            : ramp.map(({ hours, share }) => `${share * 100} % from hour ${hours}`).join(", "),
        "Least change worth finding": `${Math.round(effect * 1_000) / 10} %`,
        ...(startedAt ? { Since: <When at={startedAt} time /> } : {}),
      }}
    />
  );
}
