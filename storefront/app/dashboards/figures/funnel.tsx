import type { Funnel as Steps } from "@slipstream/contracts/figures-api";
import { shareClass } from "../../ui/measure.ts";
import { figureText } from "../figure-text.ts";
import { shareText } from "./share-text.ts";

const steps = [
  { name: "impressions", label: "Shown in rails" },
  { name: "views", label: "Pages viewed" },
  { name: "carts", label: "Put into carts" },
  { name: "purchases", label: "Bought" },
] as const;

/** From being shown to being bought: each step as a bar, with its number and its share of the last. */
export function Funnel({ funnel }: { funnel: Steps }) {
  const most = Math.max(1, ...steps.map(({ name }) => funnel[name]));
  return (
    <table className="figures w-full text-14">
      <caption className="sr-only">From shown to bought</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">Step</th>
          <th scope="col">Number</th>
          <th scope="col">Of the step before</th>
        </tr>
      </thead>
      <tbody>
        {steps.map(({ name, label }, place) => {
          const previous = steps[place - 1];
          return (
            <tr key={name}>
              <th
                scope="row"
                className="w-28 py-1.5 pr-3 sm:w-36 sm:pr-4 text-left font-normal text-ink-soft"
              >
                {label}
              </th>
              <td className="py-1.5">
                <span className="flex items-center gap-3">
                  <span
                    className={`h-6 w-[calc(0.72*var(--share))] min-w-0.5 rounded-[3px] bg-ink-faint ${shareClass(funnel[name] / most)}`}
                    aria-hidden="true"
                  />
                  <span className="font-mono text-14">{figureText(funnel[name])}</span>
                </span>
              </td>
              <td className="w-12 py-1.5 text-right text-12 whitespace-nowrap text-ink-soft">
                {previous ? `${shareText(funnel[name], funnel[previous.name])}` : ""}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
