const HUNDREDTHS = 100;

/** A percentage as people type it, `19` or `5,5`, in hundredths of a percent; NaN for none. */
export function basisPointsOf(text: string): number {
  const normal = text.trim().replace(",", ".");
  return /^\d{1,3}(\.\d{1,2})?$/.test(normal)
    ? Math.round(Number(normal) * HUNDREDTHS)
    : Number.NaN;
}

/** Hundredths of a percent as people type them: 550 is `5.5`. */
export function percentText(basisPoints: number): string {
  return String(basisPoints / HUNDREDTHS);
}
