/** Times that are one press away. */
export const spans = {
  "15m": { seconds: 900, name: "15 min" },
  "1h": { seconds: 3_600, name: "1 h" },
  "6h": { seconds: 6 * 3_600, name: "6 h" },
  "24h": { seconds: 24 * 3_600, name: "24 h" },
} as const;

type Preset = keyof typeof spans;

/** Which time charts show, epoch seconds. */
export interface Span {
  from: number;
  to: number;
  /** It ends now, and moves on; undefined where two moments were chosen. */
  preset: Preset | undefined;
}

const MIN_SECONDS = 30;

/**
 * The time that an address asks for: `?from=&to=` (epoch seconds, or as a field of a day and a time
 * says them, in UTC), else `?span=`, else the last
 * quarter of an hour. What cannot be is bent to what can.
 */
export function spanOf(params: URLSearchParams, nowSeconds: number): Span {
  const [from, to] = [momentIn(params, "from"), momentIn(params, "to")];
  if (from !== undefined && to !== undefined && from < to) {
    return { from: Math.min(from, to - MIN_SECONDS), to, preset: undefined };
  }
  const asked = params.get("span");
  const preset = asked !== null && isPreset(asked) ? asked : "15m";
  return { from: nowSeconds - spans[preset].seconds, to: nowSeconds, preset };
}

/** The same preset at another moment; a time that was chosen stays. */
export function movedTo(span: Span, nowSeconds: number): Span {
  if (span.preset === undefined) return span;
  return { ...span, from: nowSeconds - spans[span.preset].seconds, to: nowSeconds };
}

function momentIn(params: URLSearchParams, name: string): number | undefined {
  const text = params.get(name) ?? "";
  if (/^\d{1,11}$/.test(text)) return Number(text);
  const seconds = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text)
    ? Date.parse(`${text}Z`) / 1000
    : Number.NaN;
  return Number.isFinite(seconds) ? seconds : undefined;
}

function isPreset(text: string): text is Preset {
  return Object.hasOwn(spans, text);
}
