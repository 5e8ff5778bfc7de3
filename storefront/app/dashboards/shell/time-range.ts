const DAY_MS = 24 * 60 * 60 * 1000;
const MAX_DAYS = 366;

/** The ranges that are one press away. */
export const presets = {
  "7d": { days: 7, name: "7 days" },
  "30d": { days: 30, name: "30 days" },
  "90d": { days: 90, name: "90 days" },
  "365d": { days: 365, name: "Year" },
} as const;

type Preset = keyof typeof presets;

/** Whole days in UTC, both ends included, as `YYYY-MM-DD`. */
export interface TimeRange {
  from: string;
  to: string;
  /** Undefined where two days were chosen by hand. */
  preset: Preset | undefined;
}

const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function dayIn(params: URLSearchParams, name: string): number | undefined {
  const text = params.get(name);
  if (text === null || !dayPattern.test(text)) return undefined;
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(at) && dayOf(at) === text ? at : undefined;
}

/**
 * The range that an address asks for: `?from=&to=`, else `?preset=`, else the last thirty days. What
 * cannot be (an end before its beginning, more than a year) is bent to what can.
 */
export function timeRangeOf(params: URLSearchParams, now: number): TimeRange {
  const [from, to] = [dayIn(params, "from"), dayIn(params, "to")];
  if (from !== undefined && to !== undefined) {
    const [first, last] = from <= to ? [from, to] : [to, from];
    const bounded = Math.max(first, last - (MAX_DAYS - 1) * DAY_MS);
    return { from: dayOf(bounded), to: dayOf(last), preset: undefined };
  }
  const asked = params.get("preset");
  const preset: Preset = asked !== null && isPreset(asked) ? asked : "30d";
  return {
    from: dayOf(now - (presets[preset].days - 1) * DAY_MS),
    to: dayOf(now),
    preset,
  };
}

function isPreset(text: string): text is Preset {
  return Object.hasOwn(presets, text);
}
