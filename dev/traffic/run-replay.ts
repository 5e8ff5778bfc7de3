import type { ServerEvent } from "@slipstream/contracts/events";
import type { AppliedState } from "./await-applied.ts";
import { awaitApplied, readOpsStatus } from "./await-applied.ts";
import { EdgeClient } from "./edge-client.ts";
import { Pace } from "./pace.ts";
import type { SendReport } from "./sender.ts";
import { EventSender, SendError } from "./sender.ts";

const TELL_MS = 100;

export interface ReplayOutcome {
  report: SendReport;
  sendSeconds: number;
  /** Events that the processor applied since the replay began. */
  applied: number;
  final: AppliedState;
}

/** Sends events at a rate, then waits until all of them are applied. Throws SendError. */
export async function runReplay(options: {
  edgeUrl: string;
  apiKey: string;
  ratePerSecond: number;
  events: AsyncIterable<readonly ServerEvent[]>;
  onSending?: (progress: { sent: number; elapsedMs: number }) => void;
  onApplying?: (state: AppliedState) => void;
}): Promise<ReplayOutcome> {
  const sender = new EventSender(options);
  const client = new EdgeClient(options);
  try {
    await requireShop(client, options.edgeUrl);
    const before = await readOpsStatus(client);
    const startedAt = performance.now();
    const pace = new Pace(options);
    const tell = () =>
      options.onSending?.({
        sent: sender.report.sent,
        elapsedMs: performance.now() - startedAt,
      });
    for await (const events of options.events) {
      for (const event of events) {
        await pace.take();
        await sender.send(event);
        tell();
      }
    }
    const report = await flush(sender, tell);
    const sendSeconds = (performance.now() - startedAt) / 1000;
    const final = await awaitApplied({ client, onProgress: options.onApplying });
    const applied = final.applied - (before?.stream?.totals.applied ?? 0);
    return { report, sendSeconds, applied, final };
  } finally {
    sender.close();
    client.close();
  }
}

/** What still waits goes out: after an outage of the edge it may be thousands of events. */
async function flush(sender: EventSender, tell: () => void): Promise<SendReport> {
  const telling = setInterval(tell, TELL_MS);
  try {
    return await sender.flush();
  } finally {
    clearInterval(telling);
    tell();
  }
}

/** Says at once what the sender would find out after minutes of trying. */
async function requireShop(client: EdgeClient, edgeUrl: string): Promise<void> {
  const answer = await client
    .request({ method: "GET", path: "/api/shop" })
    .catch((cause: unknown) => {
      throw new SendError(
        "edge_unreachable",
        `Nothing answers at ${edgeUrl}. Start the shop first: npm start`,
        {
          cause,
        },
      );
    });
  if (answer.status === 404) {
    throw new SendError(
      "edge_refused",
      `There is no shop at ${edgeUrl}. A data set becomes one with npm start -- --dataset NAME.`,
    );
  }
}
