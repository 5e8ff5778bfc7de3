import type { ExperimentMetric, PlanAnswer } from "@slipstream/contracts/experiment-api";
import { useShop } from "../../shop.ts";
import { figureText } from "../figure-text.ts";
import { FactList } from "../shell/fact-list.tsx";
import { useMetricText } from "./metric-text.ts";

/** How large it would have to be, from the shop's own rates. */
export function PlanText({ metric, answer }: { metric: ExperimentMetric; answer: PlanAnswer }) {
  const write = useMetricText(useShop().currency);
  const { baseline, visitorsSeen, visitorsPerDay, plan } = answer;
  if (!plan) {
    return (
      <p className="text-14 text-ink-soft">
        Nothing is known yet of this metric on these rails: of the last two weeks{" "}
        {figureText(visitorsSeen)} visitors are on record. Start, and look at the interval.
      </p>
    );
  }
  return (
    <div className="space-y-4">
      <p className="text-14 text-ink-soft">
        A change of this size is found with a chance of 80 %, and of ten thousand experiments
        without a change 500 at most seem to have one, however often one looks.
      </p>
      <FactList
        facts={{
          "It is now": write(metric, baseline),
          "Visitors a day": figureText(Math.round(visitorsPerDay)),
          "Visitors in each arm": figureText(plan.visitorsPerArm),
          "If looked at once only, at the end": figureText(plan.visitorsPerArmFixed),
          "It would take": plan.days === undefined ? "nobody comes" : daysText(plan.days),
        }}
      />
    </div>
  );
}

function daysText(days: number): string {
  if (days < 1) return "less than a day";
  const whole = Math.ceil(days);
  return `${figureText(whole)} ${whole === 1 ? "day" : "days"}`;
}
