import type { OpsStatus } from "@slipstream/contracts/ops-status";
import { lazy, Suspense, useState } from "react";
import { figureText } from "../dashboards/figure-text.ts";
import { FigureStrip } from "../dashboards/ops/figure-strip.tsx";
import { HealthList } from "../dashboards/ops/health-list.tsx";
import { PartitionTable } from "../dashboards/ops/partition-table.tsx";
import { QualityTable } from "../dashboards/ops/quality-table.tsx";
import { useOpsStatus } from "../dashboards/ops/use-ops-status.ts";
import { answerOf } from "../server/answer.server.ts";
import { storefrontOf } from "../server/storefront.server.ts";
import { Notice } from "../ui/notice.tsx";
import type { Route } from "./+types/ops";

/** uPlot comes only with this page. */
const Charts = lazy(() => import("../dashboards/ops/charts.tsx"));

const ranges = [
  { seconds: 60, name: "1 min" },
  { seconds: 300, name: "5 min" },
  { seconds: 900, name: "15 min" },
];

export async function loader({ context, request }: Route.LoaderArgs) {
  const response = await storefrontOf(context).client.api.ops.status.$get();
  // What is broken is what one comes here to see.
  if (response.status >= 500) return { status: undefined };
  return { status: await answerOf(response, request) };
}

export function meta({ matches }: Route.MetaArgs) {
  return [
    { title: `How it runs · ${matches[0].loaderData.shop.name}` },
    { name: "robots", content: "noindex" },
  ];
}

export default function OpsPage({ loaderData }: Route.ComponentProps) {
  const { status, history, silent } = useOpsStatus(loaderData.status);
  const [range, setRange] = useState(60);
  return (
    <div className="page pt-8 md:pt-10">
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-4">
        <h1 className="text-40">How it runs</h1>
        <RangeChoice range={range} onChoose={setRange} />
      </div>
      {(silent || !status) && (
        <div className="mt-6">
          <Notice title="The shop does not answer this page at the moment">
            The figures below are the last that came. It is asked again every second.
          </Notice>
        </div>
      )}
      <div className="mt-10 space-y-16">
        <FigureStrip history={history.slice(-range)} />
        <Suspense fallback={<div className="h-[212px]" />}>
          <Charts history={history} range={range} />
        </Suspense>
        {status && <Details status={status} />}
      </div>
    </div>
  );
}

function Details({ status }: { status: OpsStatus }) {
  const { stream, hubs, health } = status;
  return (
    <>
      <div className="grid gap-x-16 gap-y-10 md:grid-cols-3">
        <section>
          <h2 className="mb-4 text-20">Parts</h2>
          <HealthList health={health} />
        </section>
        <section>
          <h2 className="mb-4 text-20">Since the start</h2>
          <Counts
            counts={{
              "accepted at the edge": hubs.accepted,
              "duplicates dropped at the edge": hubs.duplicatesDropped,
              "waiting in the outbox": hubs.outboxDepth,
              "oldest in the outbox, s": hubs.outboxOldestAgeSeconds,
              "open pages": hubs.sockets,
              "rails pushed": hubs.pushed,
              applied: stream?.totals.applied,
              "duplicates dropped by the processor": stream?.totals.duplicatesDropped,
              archived: stream?.totals.archived,
              "dead letters": stream?.totals.deadLetters,
              "learning shed, %": stream && stream.totals.shedShare * 100,
            }}
          />
        </section>
        <section>
          <h2 className="mb-4 text-20">Learning, live</h2>
          <QualityTable prequential={stream?.prequential ?? []} />
        </section>
      </div>
      <section>
        <h2 className="mb-4 text-20">Partitions</h2>
        {stream ? (
          <PartitionTable partitions={stream.partitions} />
        ) : (
          <Notice title="The stream processor does not answer">
            Events wait safely in the stream until it is back.
          </Notice>
        )}
      </section>
    </>
  );
}

function Counts({ counts }: { counts: Readonly<Record<string, number | undefined>> }) {
  return (
    <dl className="text-14">
      {Object.entries(counts).map(([name, value]) => (
        <div key={name} className="flex justify-between gap-6 py-1.5">
          <dt>{name}</dt>
          <dd className="font-mono text-12">{figureText(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

interface RangeChoiceProps {
  range: number;
  onChoose: (seconds: number) => void;
}

function RangeChoice({ range, onChoose }: RangeChoiceProps) {
  return (
    <fieldset className="flex gap-1">
      <legend className="sr-only">Time shown</legend>
      {ranges.map(({ seconds, name }) => (
        <label
          key={seconds}
          className="inline-flex min-h-11 cursor-pointer items-center rounded-full px-4 text-14 text-ink-soft has-checked:bg-shade has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-ink"
        >
          <input
            type="radio"
            name="range"
            checked={seconds === range}
            onChange={() => onChoose(seconds)}
            className="sr-only"
          />
          {name}
        </label>
      ))}
    </fieldset>
  );
}
