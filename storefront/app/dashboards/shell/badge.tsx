import type { ReactNode } from "react";

const tones = {
  /** As it should be, in force, or over. */
  plain: "bg-control text-ink-soft",
  /** Under way: somebody works on it, or has to. */
  strong: "bg-ink text-paper",
  /** Not yet, or no longer. */
  quiet: "text-ink-soft ring-1 ring-line ring-inset",
  warning: "text-warning ring-1 ring-current ring-inset",
  /** A person must do something now. */
  error: "text-error ring-1 ring-current ring-inset",
} as const;

export type Tone = keyof typeof tones;

/** A state in one word; colour only repeats it. */
export function Badge({ tone = "plain", children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span
      className={`inline-flex items-center rounded-full px-2 py-px text-12 whitespace-nowrap ${tones[tone]}`}
    >
      {children}
    </span>
  );
}
