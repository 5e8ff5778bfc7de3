/**
 * A part of a whole, as a percentage with what telling digits it has; a dash of nothing, and where
 * the whole is not all known: who does not agree to be followed buys unseen.
 */
export function shareText(part: number, whole: number): string {
  if (part > whole || whole === 0) return "–";
  const percent = (100 * part) / whole;
  return `${percent >= 10 || percent === 0 ? Math.round(percent) : percent.toFixed(1)} %`;
}

/** How something changed since the time before: `+12 %`, `−3 %`; undefined where nothing was. */
export function changeText(now: number, before: number): string | undefined {
  if (before === 0) return undefined;
  const percent = Math.round((100 * (now - before)) / before);
  return percent < 0 ? `−${-percent} %` : `+${percent} %`;
}
