import type { ReactNode } from "react";
import { Sparkline } from "../sparkline.tsx";

export interface Stat {
  label: string;
  /** As it is read: `figureText(…)`, a price, a share. */
  value: string;
  unit?: string;
  /** Of which time, compared with what. */
  note?: ReactNode;
  /** The last values, oldest first. */
  values?: readonly number[];
}

/** Five figures that say whether all is well, each with its last values. */
export function StatStrip({ stats }: { stats: readonly Stat[] }) {
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-8 md:grid-cols-3 lg:grid-cols-5">
      {stats.map(({ label, value, unit, note, values }) => (
        <div key={label} className="row-span-2 grid grid-rows-subgrid gap-y-0">
          <dt className="text-14 text-ink-soft">{label}</dt>
          <dd className="mt-1">
            <span className="font-mono text-28 tracking-tight">{value}</span>
            {unit && <span className="text-14 text-ink-soft">{` ${unit}`}</span>}
            {note && <div className="text-12 text-ink-soft">{note}</div>}
            {values && (
              <div className="mt-2 text-ink-faint">
                <Sparkline values={values} />
              </div>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
