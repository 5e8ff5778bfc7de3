import { When } from "../dashboards/shell/when.tsx";
import type { TimelineEntry } from "./order-words.ts";

/** What happened to an order, the newest first. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  return (
    <ol className="space-y-4">
      {[...entries].reverse().map(({ at, title, detail }, place) => (
        <li
          key={`${at} ${title}`}
          className={`border-l-2 pl-4 text-14 ${place === 0 ? "border-ink" : "border-line text-ink-soft"}`}
        >
          <p className={place === 0 ? "font-medium" : ""}>{title}</p>
          <p className="text-12 text-ink-soft">
            <When at={at} time />
            {detail !== undefined && ` · ${detail}`}
          </p>
        </li>
      ))}
    </ol>
  );
}
