/** An amount as it was typed, `12.50` or `12,50`, in minor units; 0 for what is none. */
export function minorOf(text: string, digits: number): number {
  const normal = text.trim().replace(",", ".");
  if (!/^\d{1,10}(\.\d*)?$/.test(normal)) return 0;
  return Math.round(Number(normal) * 10 ** digits);
}
