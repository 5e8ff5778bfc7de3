import { UsageError } from "./program.ts";

const units = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A duration as people write it, `45m`, `6h` or `2d`, in milliseconds. @throws UsageError */
export function durationMs(text: string, { option }: { option: string }): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)([mhd])$/.exec(text) ?? [];
  const value = Number(amount);
  if (unit !== undefined && value > 0) return value * units[unit as keyof typeof units];
  throw new UsageError(`--${option} takes a duration such as 45m, 6h or 2d, not ${text}.`);
}
