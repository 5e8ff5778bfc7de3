const units = ["B", "kB", "MB", "GB", "TB"] as const;

/** A size as people say it, in steps of 1,000. */
export function bytesText(bytes: number): string {
  if (!Number.isFinite(bytes)) return "–";
  const step = bytes < 1_000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1_000 ** step;
  return `${value >= 100 || step === 0 ? Math.round(value) : value.toFixed(1)} ${units[step]}`;
}
