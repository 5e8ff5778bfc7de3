import type { NatsConnection } from "@nats-io/nats-core";
import { readServed } from "@slipstream/model-server/training/archive/served-answers";

/** Fields of each line of `served.jsonl.gz`, and what is in each. */
export const servedFields: readonly { name: string; meaning: string }[] = [
  { name: "request_id", meaning: "the answer; clicks and impressions name it" },
  { name: "placement", meaning: "the rail" },
  { name: "visitor_id, session_id", meaning: "who asked; empty where nobody is known" },
  { name: "served_at", meaning: "epoch seconds" },
  { name: "model, model_version", meaning: "what ranked" },
  { name: "features", meaning: "names, in the order of every row's values" },
  {
    name: "rows",
    meaning:
      "item_id, position (-1: ranked and not shown), score, propensity, values as ranking saw them (null: missing)",
  },
];

/** What was shown, as lines of JSON, as far back as the stream goes. */
export async function* servedLines(
  connection: NatsConnection,
  shop: string,
): AsyncGenerator<string> {
  for await (const served of readServed(connection, shop)) {
    yield JSON.stringify({
      request_id: served.requestId,
      placement: served.placement,
      visitor_id: served.visitorId,
      session_id: served.sessionId,
      served_at: served.servedAt / 1000,
      model: served.model,
      model_version: served.modelVersion,
      features: served.features,
      rows: served.rows.map(({ itemId, position, score, propensity, values }) => {
        return { item_id: itemId, position, score, propensity, values: Array.from(values) };
      }),
    });
  }
}
