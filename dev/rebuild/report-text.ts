import type { Progress } from "@slipstream/stream/rebuild/build";
import type { Comparison } from "@slipstream/stream/rebuild/compare";

/** How far a build is, in one line. */
export function progressText({ events, upTo, target }: Progress, elapsedMs: number): string {
  const share = target === 0 ? 100 : (100 * upTo) / target;
  const perSecond = elapsedMs === 0 ? 0 : (1000 * events) / elapsedMs;
  return `${events} events applied, message ${upTo} of ${target} (${share.toFixed(1)} %), ${perSecond.toFixed(0)} a second`;
}

/** What a comparison found, a key a line. */
export function differencesText({ keys, differing, told }: Comparison): string {
  if (differing === 0) return `All ${keys} keys are equal, value by value.`;
  const lines = told.map(
    ({ key, live, rebuilt }) =>
      `  ${key}: live ${live ?? "nothing"}, rebuilt ${rebuilt ?? "nothing"}`,
  );
  const rest = differing - told.length;
  return [
    `${differing} of ${keys} keys differ:`,
    ...lines,
    ...(rest > 0 ? [`  and ${rest} more`] : []),
  ].join("\n");
}
