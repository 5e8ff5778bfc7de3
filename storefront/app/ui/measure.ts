const PERCENT = 100;
const MAX_DEPTH = 24;

/** The class that tells styles a share, 0 … 1, as `--share`: in whole percents (measures.css). */
export function shareClass(share: number): string {
  return `share-${percentOf(share)}`;
}

/** The class that tells styles where something begins, 0 … 1, as `--begin`. */
export function beginClass(share: number): string {
  return `begin-${percentOf(share)}`;
}

/** The class that tells styles how many levels down something lies, as `--depth`. */
export function depthClass(depth: number): string {
  return `depth-${Math.min(MAX_DEPTH, Math.max(0, Math.trunc(depth)))}`;
}

function percentOf(share: number): number {
  return Number.isFinite(share) ? Math.round(PERCENT * Math.min(1, Math.max(0, share))) : 0;
}
