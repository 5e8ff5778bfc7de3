/** Labels of a series, its name among them as `__name__`. */
export type Labels = Readonly<Record<string, string>>;

/** A series as it was scraped: one value each `intervalSeconds` from 0 on; undefined: none came. */
export interface Series {
  labels: Labels;
  values: readonly (number | undefined)[];
  intervalSeconds: number;
}

export class SeriesSyntaxError extends Error {
  override readonly name = "SeriesSyntaxError";
  readonly code = "series_syntax";
}

/**
 * Reads a series in the notation of promtool's tests: `name{label="value"}` and values such as
 * `0+10x5 7 _x3` (start, step, times; `_` is a scrape without an answer). @throws SeriesSyntaxError
 */
export function parseSeries(selector: string, values: string, intervalSeconds: number): Series {
  const match = /^([a-z_][\w:]*)(?:\{(.*)\})?$/i.exec(selector);
  if (!match) throw new SeriesSyntaxError(`not a series: ${selector}`);
  const pairs = [...(match[2] ?? "").matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [
    name,
    value,
  ]);
  return {
    labels: { __name__: match[1]!, ...Object.fromEntries(pairs) },
    values: values.split(/\s+/).flatMap(expand),
    intervalSeconds,
  };
}

function expand(part: string): (number | undefined)[] {
  const missing = /^_(?:x(\d+))?$/.exec(part);
  if (missing) return Array.from({ length: Number(missing[1] ?? 1) }, () => undefined);
  const run = /^(-?[\d.]+)([+-][\d.]+)x(\d+)$/.exec(part);
  if (run) {
    const [start, step] = [Number(run[1]), Number(run[2])];
    return Array.from({ length: Number(run[3]) + 1 }, (_, index) => start + step * index);
  }
  const value = Number(part);
  if (part === "" || Number.isNaN(value)) throw new SeriesSyntaxError(`not a value: ${part}`);
  return [value];
}
