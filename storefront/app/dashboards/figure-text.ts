const DASH = "–";

/** A number for a dashboard: short, at most three telling digits, a dash where there is none. */
export function figureText(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return DASH;
  const size = Math.abs(value);
  if (size >= 1_000_000) return `${trim(value / 1_000_000)}M`;
  if (size >= 10_000) return `${trim(value / 1_000)}k`;
  return size >= 100 || Number.isInteger(value) ? String(Math.round(value)) : trim(value);
}

function trim(value: number): string {
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2).replace(/\.?0+$/, "");
}
