import { reachOf } from "@slipstream/contracts/access";
import type { ModelList } from "@slipstream/contracts/model-api";
import type { ModelStage } from "@slipstream/contracts/model-stages";
import type { StreamStatus } from "@slipstream/contracts/stream-status";
import { lazy, Suspense } from "react";
import { data } from "react-router";
import { answerOf, problemOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { TextField } from "../../ui/form/text-field.tsx";
import { Notice } from "../../ui/notice.tsx";
import { QualityTable } from "../ops/quality-table.tsx";
import { SilenceNotice } from "../ops/silence-notice.tsx";
import { spanOf } from "../ops/span.ts";
import { SpanChoice } from "../ops/span-choice.tsx";
import { useLive } from "../ops/use-polling.ts";
import { useZoom } from "../ops/use-zoom.ts";
import { ConfirmForm } from "../shell/confirm-form.tsx";
import { DashboardPage, Section } from "../shell/dashboard-shell.tsx";
import type { Route } from "./+types/models";
import { CanarySection, ChampionSection } from "./canary-section.tsx";
import { ModelStrip } from "./model-strip.tsx";
import { PolicySection } from "./policy-section.tsx";
import { SeriesTable } from "./series-table.tsx";
import { ServerFacts } from "./server-facts.tsx";
import { SourceSection } from "./source-table.tsx";
import { TrainingSection } from "./training-table.tsx";
import { VersionTable } from "./version-table.tsx";

/** uPlot comes only with pages that draw. */
const ModelCharts = lazy(() => import("./model-charts.tsx"));
const POLL_MS = 5_000;

export async function loader({ context, request, url }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  const params = new URLSearchParams(url.searchParams);
  if (!params.has("span")) params.set("span", "1h");
  const span = spanOf(params, Math.ceil(Date.now() / 1000));
  const query = { from: String(span.from), to: String(span.to) };
  const [account, list, status] = await Promise.all([
    answerOf(client.api.account.$get(), request),
    answerOf(client.api.ops.models.$get({ query }), request),
    client.api.ops.status.$get(),
  ]);
  const stream = status.ok ? (await answerOf(status, request)).stream : undefined;
  return {
    ...{ span, list, prequential: stream?.prequential ?? [] },
    mayChange: reachOf(account.roles, "model", "write") !== undefined,
    mayRollBack: reachOf(account.roles, "model", "rollBack") !== undefined,
  };
}

export async function action({ context, request }: Route.ActionArgs) {
  const api = storefrontOf(context).client.api.ops.models[":name"];
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const [name, version, reason] = [text("name"), text("version"), text("reason")];
  const share = form.has("share") ? { trafficShare: Number(text("share")) as 0.01 } : {};
  // The API refuses a stage or share that there is not.
  const to = text("to") as ModelStage;
  const answer =
    text("intent") === "rollback"
      ? await api.rollback.$post({ param: { name }, json: { reason } })
      : await api[":version"].stage.$post({
          param: { name, version },
          json: { to, reason, ...share },
        });
  const problem = await problemOf(answer, request);
  return data({ problem }, { status: problem?.status ?? 200 });
}

export default function Models({ loaderData, actionData }: Route.ComponentProps) {
  const { span, mayChange, mayRollBack, prequential } = loaderData;
  const path = `/api/ops/models?from=${span.from}${span.preset === undefined ? `&to=${span.to}` : ""}`;
  const { latest, silent } = useLive<ModelList>(path, loaderData.list, POLL_MS);
  const list = latest ?? loaderData.list;
  const zoom = useZoom();
  return (
    <DashboardPage
      title="Models"
      lead="Trained models on their way to production: each is looked at beside the one that serves before it serves anybody."
      actions={<SpanChoice span={span} />}
    >
      {silent && <SilenceNotice />}
      {actionData?.problem && (
        <Notice title={actionData.problem.title}>{actionData.problem.detail}</Notice>
      )}
      <ModelStrip list={list} />
      {list.series.length > 0 && (
        <div>
          <Suspense fallback={<div className="h-[14rem]" />}>
            <ModelCharts series={list.series} span={span} onZoom={zoom} />
          </Suspense>
          <SeriesTable series={list.series} />
        </div>
      )}
      {list.canaries.map((canary) => (
        <CanarySection key={canary.name} canary={canary} />
      ))}
      {list.champions.map((champion) => (
        <ChampionSection key={champion.name} champion={champion} />
      ))}
      <Versions list={list} mayChange={mayChange} mayRollBack={mayRollBack} />
      <SourceSection sources={list.sources} />
      <PolicySection policies={list.policies} />
      <TrainingSection trainings={list.trainings} />
      <Learning list={list} prequential={prequential} />
    </DashboardPage>
  );
}

function Versions(props: { list: ModelList; mayChange: boolean; mayRollBack: boolean }) {
  const { list, mayChange, mayRollBack } = props;
  const names = [...new Set(list.models.map(({ name }) => name))];
  if (names.length === 0) {
    return (
      <Notice title="Nothing is trained yet">
        The blend ranks, and learns as it goes. Run <code>npm run train -- --archive</code> for a
        ranker.
      </Notice>
    );
  }
  return names.map((name) => {
    const models = list.models.filter((model) => model.name === name);
    const serves = models.some(({ stage }) => stage === "champion" || stage === "canary");
    return (
      <Section
        key={name}
        title={titleOf(name)}
        aside={mayRollBack && serves && <RollBack name={name} models={models} />}
      >
        <VersionTable name={name} models={models} sources={list.sources} mayChange={mayChange} />
      </Section>
    );
  });
}

/** `two_tower` as a heading. */
function titleOf(name: string): string {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function RollBack({ name, models }: { name: string; models: ModelList["models"] }) {
  const hasCanary = models.some(({ stage }) => stage === "canary");
  return (
    <ConfirmForm
      label={hasCanary ? "Take the canary back" : "Roll back"}
      question={hasCanary ? `Take the canary of ${name} back?` : `Roll ${name} back?`}
      consequence={
        hasCanary
          ? "Its visitors are answered by the champion again."
          : "The champion before it answers again; without one, nothing trained does."
      }
      values={{ intent: "rollback", name }}
    >
      <TextField name="reason" label="Why" required={false} maxLength={500} />
    </ConfirmForm>
  );
}

function Learning({
  list,
  prequential,
}: {
  list: ModelList;
  prequential: StreamStatus["prequential"];
}) {
  return (
    <div className="grid gap-x-16 gap-y-10 md:grid-cols-2">
      <Section title="Learning online" aside="beside decayed popularity">
        <QualityTable prequential={prequential} />
      </Section>
      <Section title="Vectors and their index">
        {list.server ? (
          <ServerFacts server={list.server} />
        ) : (
          <Notice title="The model server does not answer" />
        )}
      </Section>
    </div>
  );
}
