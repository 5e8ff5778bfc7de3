import type { ReactNode } from "react";

/** Names with what they are, one a line. */
export function FactList({ facts }: { facts: Readonly<Record<string, ReactNode>> }) {
  return (
    <dl className="figures text-14">
      {Object.entries(facts).map(([name, value]) => (
        <div
          key={name}
          className="flex justify-between gap-6 border-line border-b py-2 last:border-0"
        >
          <dt className="shrink-0 text-ink-soft">{name}</dt>
          <dd className="min-w-0 text-right">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
