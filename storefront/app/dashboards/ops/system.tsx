import type { NatsStream, ProblemCount, SystemStatus } from "@slipstream/contracts/system-status";
import { lazy, Suspense } from "react";
import { answerOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { figureText } from "../figure-text.ts";
import { DashboardPage, Section } from "../shell/dashboard-shell.tsx";
import { type Column, DataTable } from "../shell/data-table.tsx";
import type { Route } from "./+types/system";
import { bytesText } from "./bytes-text.ts";
import { PartsTable } from "./parts-table.tsx";
import { ProblemTable } from "./problem-table.tsx";
import { SilenceNotice } from "./silence-notice.tsx";
import { useLive } from "./use-polling.ts";
import { VitalsTable } from "./vitals-table.tsx";

const TimeChart = lazy(() => import("./time-chart.tsx"));

const POLL_MS = 2_000;

export async function loader({ context, request }: Route.LoaderArgs) {
  const answer = await storefrontOf(context).client.api.ops.system.$get();
  return { system: answer.status >= 500 ? undefined : await answerOf(answer, request) };
}

export default function SystemPage({ loaderData }: Route.ComponentProps) {
  const { latest, silent } = useLive<SystemStatus>("/api/ops/system", loaderData.system, POLL_MS);
  return (
    <DashboardPage title="System">
      {(silent || !latest) && <SilenceNotice />}
      {latest && <System system={latest} />}
    </DashboardPage>
  );
}

function System({ system }: { system: SystemStatus }) {
  const { nats } = system.stores;
  return (
    <>
      <PartsTable system={system} />
      <Problems worker={system.worker} />
      <VitalsTable vitals={system.vitals} />
      {nats && (
        <div className="grid gap-x-10 gap-y-10 lg:grid-cols-2">
          <Section title="Streams and buckets" aside="of NATS">
            <DataTable<NatsStream>
              caption="Streams and buckets"
              minWidth="30rem"
              rows={nats.streams}
              rowKey={({ name }) => name}
              columns={streamColumns}
              empty={{ title: "There are no streams" }}
            />
          </Section>
          <Section title="Consumers" aside="that have something waiting, or in hand">
            <Consumers consumers={nats.consumers} />
          </Section>
        </div>
      )}
    </>
  );
}

const streamColumns: readonly Column<NatsStream>[] = [
  { key: "name", head: "Name", cell: ({ name }) => name.replace(/^(KV|OBJ)_/, "$1 ") },
  { key: "messages", head: "Messages", numeric: true, cell: (row) => figureText(row.messages) },
  {
    key: "bytes",
    head: "Size / limit",
    numeric: true,
    cell: ({ bytes, maxBytes }) =>
      `${bytesText(bytes)} / ${maxBytes > 0 ? bytesText(maxBytes) : "none"}`,
  },
  { key: "consumers", head: "Consumers", numeric: true, cell: (row) => row.consumers },
  { key: "last", head: "Last sequence", numeric: true, cell: (row) => row.lastSequence },
];

type Consumer = NonNullable<SystemStatus["stores"]["nats"]>["consumers"][number];

function Consumers({ consumers }: { consumers: readonly Consumer[] }) {
  const busy = consumers.filter(
    ({ pending, ackPending, redelivered }) => pending + ackPending + redelivered > 0,
  );
  return (
    <DataTable<Consumer>
      caption="Consumers"
      minWidth="26rem"
      rows={busy}
      rowKey={({ stream, name }) => `${stream}/${name}`}
      columns={[
        { key: "name", head: "Name", cell: ({ stream, name }) => `${stream} ${name}` },
        { key: "pending", head: "Pending", numeric: true, cell: (row) => figureText(row.pending) },
        { key: "hand", head: "In hand", numeric: true, cell: (row) => figureText(row.ackPending) },
        { key: "again", head: "Redelivered", numeric: true, cell: (row) => row.redelivered },
      ]}
      empty={{ title: `Nothing waits for any of ${consumers.length} consumers` }}
    />
  );
}

function Problems({ worker }: { worker: SystemStatus["worker"] }) {
  const { problems, perMinute } = worker;
  const [first, last] = [perMinute[0], perMinute.at(-1)];
  return (
    <div className="grid gap-x-10 gap-y-10 lg:grid-cols-2">
      <Section title="Problems by code" aside="that this shop's API answered with">
        <DataTable<ProblemCount>
          caption="Problems by code"
          minWidth="22rem"
          rows={problems}
          rowKey={({ code }) => code}
          columns={[
            { key: "code", head: "Code", cell: ({ code }) => code },
            { key: "status", head: "Status", numeric: true, cell: ({ status }) => status },
            { key: "hour", head: "Last hour", numeric: true, cell: (row) => row.lastHour },
            { key: "day", head: "Last 24 h", numeric: true, cell: (row) => row.lastDay },
          ]}
          empty={{ title: "No problem in the last 24 hours" }}
        />
      </Section>
      <div>
        <Suspense fallback={<div className="h-[212px]" />}>
          {first && last && (
            <TimeChart
              title="Problems"
              unit="per minute"
              times={perMinute.map(({ at }) => at)}
              lines={[
                { label: "4xx", values: perMinute.map(({ client }) => client) },
                { label: "5xx", values: perMinute.map(({ server }) => server) },
              ]}
              from={first.at}
              to={last.at}
            />
          )}
        </Suspense>
        <ProblemTable perMinute={perMinute} />
      </div>
    </div>
  );
}
