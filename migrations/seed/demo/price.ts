/** Rounds an amount in euro to one that a shop would print, in minor units. */
export function shopPrice(euro: number): number {
  if (euro < 8) return Math.round(euro * 2) * 50 || 50;
  if (euro < 20) return Math.round(euro) * 100 - (Math.round(euro) % 2 === 0 ? 10 : 50);
  if (euro < 97) return (Math.round(euro / 5) * 5 - (Math.round(euro) % 3 === 0 ? 1 : 0)) * 100;
  if (euro < 102) return 9800;
  if (euro < 400) return (Math.round(euro / 10) * 10 - (Math.round(euro) % 2 === 0 ? 1 : 5)) * 100;
  return (Math.round(euro / 20) * 20 - 10) * 100;
}
