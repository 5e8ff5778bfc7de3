import type { OrderLine, OrderReturn } from "@slipstream/contracts/order-api";
import type { ReactNode } from "react";
import { Badge } from "../dashboards/shell/badge.tsx";
import { t } from "../language/text.ts";
import { dayText } from "../ui/date-text.ts";
import { returnWords } from "./order-words.ts";

interface ReturnListProps {
  returns: readonly OrderReturn[];
  lines: readonly OrderLine[];
  /** What can be done about one. */
  act?: (one: OrderReturn) => ReactNode;
}

/** The returns of an order, each with how it stands. */
export function ReturnList({ returns, lines, act }: ReturnListProps) {
  const titles = new Map(lines.map(({ position, title }) => [position, title]));
  return (
    <ul className="space-y-4">
      {returns.map((one) => (
        <li
          key={one.id}
          className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 text-14"
        >
          <div className="min-w-0">
            <p>
              <Badge tone={returnWords[one.state].tone}>{t(returnWords[one.state].name)}</Badge>{" "}
              <span className="text-ink-soft">{dayText(one.createdAt)}</span>
            </p>
            <p className="mt-1">
              {one.lines
                .map(({ position, quantity }) => `${quantity} × ${titles.get(position) ?? ""}`)
                .join(", ")}
            </p>
            <p className="measure break-words text-ink-soft">“{one.reason}”</p>
            {one.answer !== "" && <p className="measure break-words">{one.answer}</p>}
          </div>
          {act?.(one)}
        </li>
      ))}
    </ul>
  );
}
