import type { OpsHistory } from "@slipstream/contracts/ops-history";
import type { OpsStatus } from "@slipstream/contracts/ops-status";
import { lazy, Suspense, useState } from "react";
import { answerOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { Notice } from "../../ui/notice.tsx";
import { figureText } from "../figure-text.ts";
import { DashboardPage, Section } from "../shell/dashboard-shell.tsx";
import { FactList } from "../shell/fact-list.tsx";
import type { Route } from "./+types/stream";
import { FigureStrip } from "./figure-strip.tsx";
import { HistoryTable } from "./history-table.tsx";
import { HubTable } from "./hub-table.tsx";
import { PartitionTable } from "./partition-table.tsx";
import { QualityTable } from "./quality-table.tsx";
import { SilenceNotice } from "./silence-notice.tsx";
import { movedTo, type Span, spanOf } from "./span.ts";
import { SpanChoice } from "./span-choice.tsx";
import { useOpsStatus } from "./use-ops-status.ts";
import { fetchJson, usePolling } from "./use-polling.ts";
import { useZoom } from "./use-zoom.ts";

/** uPlot comes only with pages that draw. */
const StreamCharts = lazy(() => import("./stream-charts.tsx"));

/** Samples are taken every ten seconds. */
const HISTORY_POLL_MS = 5_000;

export async function loader({ context, request, url }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  const span = spanOf(url.searchParams, Math.floor(Date.now() / 1000));
  const query = { from: String(span.from), to: String(span.to) };
  const [status, history] = await Promise.all([
    client.api.ops.status.$get(),
    client.api.ops.history.$get({ query }),
  ]);
  return {
    span,
    // What is broken is what one comes here to see.
    status: status.status >= 500 ? undefined : await answerOf(status, request),
    history: history.status >= 500 ? undefined : await answerOf(history, request),
  };
}

export default function StreamPage({ loaderData }: Route.ComponentProps) {
  const { status, history: figures, silent } = useOpsStatus(loaderData.status);
  const { span, history } = useHistory(loaderData);
  const zoom = useZoom();
  return (
    <DashboardPage title="Stream" actions={<SpanChoice span={span} />}>
      {(silent || !status) && <SilenceNotice />}
      <FigureStrip history={figures} />
      <Suspense fallback={<div className="h-[28rem]" />}>
        {history && <StreamCharts history={history} span={span} onZoom={zoom} />}
      </Suspense>
      {status && <Parts status={status} history={history} />}
      {history && <HistoryTable history={history} />}
    </DashboardPage>
  );
}

/** The time shown, which moves with the clock, and what was sampled in it. */
function useHistory(loaded: { span: Span; history: OpsHistory | undefined }) {
  const [shown, setShown] = useState({ ...loaded, loaded });
  const current = shown.loaded === loaded ? shown : { ...loaded, loaded };
  usePolling(async () => {
    const span = movedTo(loaded.span, Math.floor(Date.now() / 1000));
    const { from, to } = span;
    const history = await fetchJson<OpsHistory>(`/api/ops/history?from=${from}&to=${to}`);
    if (history) setShown({ span, history, loaded });
  }, HISTORY_POLL_MS);
  return current;
}

function Parts({ status, history }: { status: OpsStatus; history: OpsHistory | undefined }) {
  const { stream, hubs } = status;
  return (
    <>
      <Section title="Partitions">
        {stream ? (
          <PartitionTable partitions={stream.partitions} lags={history?.lagOfPartitions ?? []} />
        ) : (
          <Notice title="The stream processor does not answer">
            Events wait safely in the stream until it is back.
          </Notice>
        )}
      </Section>
      <Section title="Outboxes of the hubs" aside="events on their way into the stream">
        <HubTable hubs={hubs} />
      </Section>
      <div className="grid gap-x-16 gap-y-10 md:grid-cols-2">
        <Section title="Since the start">
          <FactList facts={countsOf(status)} />
        </Section>
        <Section title="Learning, live">
          <QualityTable prequential={stream?.prequential ?? []} />
        </Section>
      </div>
    </>
  );
}

function countsOf({ hubs, stream }: OpsStatus): Record<string, string> {
  const counts: Record<string, number | undefined> = {
    "Accepted at the edge": hubs.accepted,
    "Duplicates dropped at the edge": hubs.duplicatesDropped,
    "Open pages": hubs.sockets,
    "Rails pushed": hubs.pushed,
    Applied: stream?.totals.applied,
    "Duplicates dropped by the processor": stream?.totals.duplicatesDropped,
    Archived: stream?.totals.archived,
    "Dead letters, waiting": stream?.totals.deadLettersWaiting,
    "Learning shed, %": stream && stream.totals.shedShare * 100,
    "In the shops' outboxes (PostgreSQL)": stream?.relay?.depth,
    "Oldest of them, s": stream?.relay?.oldestAgeSeconds,
  };
  return Object.fromEntries(
    Object.entries(counts).map(([name, value]) => [name, figureText(value)]),
  );
}
