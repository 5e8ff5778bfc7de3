import { parseSeries, type Series } from "./series.ts";

/**
 * What one process told at its `/metrics`, scrape after scrape, as series. A series that one of them
 * did not have is missing there.
 */
export function seriesOf(scrapes: readonly string[], intervalSeconds: number): Series[] {
  const values = new Map<string, string[]>();
  for (const [index, text] of scrapes.entries()) {
    for (const line of text.split("\n")) {
      const match = /^([a-z_][^ {]*(?:\{.*\})?) (\S+)$/i.exec(line);
      if (!match || Number.isNaN(Number(match[2]))) continue;
      const known = values.get(match[1]!) ?? Array.from(scrapes, () => "_");
      known[index] = match[2]!;
      values.set(match[1]!, known);
    }
  }
  return [...values].map(([selector, each]) =>
    parseSeries(selector, each.join(" "), intervalSeconds),
  );
}
