import { explainResponseSchema } from "@slipstream/contracts/debugger";

/** Gauge `slipstream_model_items` of the model server's only shop, by what is counted. */
export async function itemsOf(url: string): Promise<ReadonlyMap<string, number>> {
  const response = await fetch(`${url}/metrics`);
  return itemsIn(await response.text());
}

/** Reads Prometheus' text format. */
export function itemsIn(metrics: string): Map<string, number> {
  const lines = metrics.matchAll(/^slipstream_model_items\{[^}]*of="(\w+)"[^}]*\} (\d+)$/gm);
  return new Map(Array.from(lines, ([, of, value]) => [of!, Number(value)]));
}

/** Mean number of candidates that are ranked for these requests. */
export async function rankedCandidates(url: string, bodies: readonly string[]): Promise<number> {
  let ranked = 0;
  for (const body of bodies) {
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${url}/v1/explain`, { method: "POST", headers, body });
    ranked += explainResponseSchema.parse(await response.json()).ranked;
  }
  return ranked / bodies.length;
}
