import type { TraceView } from "@slipstream/contracts/tracing/kept-traces";
import { answerOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { shareClass } from "../../ui/measure.ts";
import { Notice } from "../../ui/notice.tsx";
import { DashboardPage } from "../shell/dashboard-shell.tsx";
import type { Route } from "./+types/traces";
import { TraceWaterfall } from "./trace-waterfall.tsx";
import { useLive } from "./use-polling.ts";

const POLL_MS = 5_000;

export async function loader({ context, request }: Route.LoaderArgs) {
  const response = await storefrontOf(context).client.api.ops.traces.$get();
  // What is broken is what one comes here to see.
  if (response.status >= 500) return { traces: undefined };
  return answerOf(response, request);
}

/** The slowest of the last two hours, from an event in a browser to the rail that it changed. */
export default function TracesPage({ loaderData }: Route.ComponentProps) {
  const { latest } = useLive<{ traces?: TraceView[] | undefined }>(
    "/api/ops/traces",
    loaderData,
    POLL_MS,
  );
  const traces = latest?.traces;
  return (
    <DashboardPage
      title="Traces"
      lead="The slowest of the last two hours, from an event's receipt to the push of the rail that it changed. A share of all events is traced, and as far as possible every slow one."
    >
      <div>
        {traces === undefined && (
          <Notice title="The traces cannot be read at the moment">
            They lie in Redis, which does not answer. It is asked again every five seconds.
          </Notice>
        )}
        {traces?.length === 0 && (
          <Notice title="No trace yet">
            Open a product in the shop, and look at another: its rail follows, and its trace is here
            a few seconds later.
          </Notice>
        )}
        {traces && traces.length > 0 && <Traces traces={traces} />}
      </div>
    </DashboardPage>
  );
}

function Traces({ traces }: { traces: readonly TraceView[] }) {
  const slowestMs = Math.max(...traces.map(({ durationMs }) => durationMs));
  return (
    <ol className="border-line border-t">
      {traces.map((trace, index) => (
        <li key={trace.traceId} className="border-line border-b">
          <details open={index === 0}>
            <summary className="figures flex min-h-11 cursor-pointer items-center gap-4 text-14">
              <span className="w-20 shrink-0 text-right font-mono">
                {Math.round(trace.durationMs)} ms
              </span>
              <span className="relative block h-2.5 grow bg-shade" aria-hidden="true">
                <span
                  className={`absolute inset-y-0 left-0 w-(--share) bg-ink-faint ${shareClass(trace.durationMs / slowestMs)}`}
                />
              </span>
              <When spans={trace.spans} />
            </summary>
            <div className="pt-2 pb-8">
              {trace.spans.length > 0 && <TraceWaterfall spans={trace.spans} />}
              <p className="mt-4 font-mono text-12 break-all text-ink-faint">{trace.traceId}</p>
            </div>
          </details>
        </li>
      ))}
    </ol>
  );
}

function When({ spans }: Pick<TraceView, "spans">) {
  const began = spans[0] && new Date(spans[0].startMs).toISOString();
  return (
    <time dateTime={began} className="shrink-0 text-ink-soft">
      {began?.slice(11, 19) ?? "spans are gone"}
    </time>
  );
}
