import type { DebugAnswer } from "@slipstream/contracts/debugger-api";
import { figureText } from "../figure-text.ts";
import { FactList } from "../shell/fact-list.tsx";

/** What the answer went by: who it is for, what they did, where candidates came from. */
export function Situation({ debug }: { debug: DebugAnswer }) {
  const { subject, answer, products } = debug;
  const { situation, candidates, ranked, rules, switchesOff, recommendation } = answer;
  const titleOf = (itemId: string) => products[itemId]?.title ?? itemId;
  const { timingMs, model } = recommendation;
  return (
    <div className="grid gap-x-10 gap-y-6 md:grid-cols-2">
      <FactList
        facts={{
          For: subject.name,
          ...(subject.visitorId === undefined ? {} : { Visitor: <Id text={subject.visitorId} /> }),
          ...(subject.sessionId === undefined ? {} : { Session: <Id text={subject.sessionId} /> }),
          ...(situation.anchor === undefined ? {} : { "Speaks of": titleOf(situation.anchor) }),
          "Session vector": situation.hasSessionVector ? "there" : "none yet",
          "Factor of the person": situation.hasUserFactor ? "there" : "none yet",
          "Did lately":
            situation.interests
              .slice(0, 5)
              .map(({ itemId, type }) => `${type.replaceAll("_", " ")}: ${titleOf(itemId)}`)
              .join("; ") || "nothing",
          Bought: figureText(situation.bought.length),
          "Not interested in": situation.hidden.map(titleOf).join("; ") || "nothing",
        }}
      />
      <FactList
        facts={{
          ...Object.fromEntries(
            Object.entries(candidates).map(([source, count]) => [
              `From ${source.replaceAll("_", " ")}`,
              count === 1 ? "1 candidate" : `${figureText(count)} candidates`,
            ]),
          ),
          Ranked: figureText(ranked),
          "Rules that hold here": rules.map(({ name }) => name).join("; ") || "none",
          "Switches off": switchesOff.join(", ") || "none",
          Model: `${model.name} ${model.version}`,
          ...Object.fromEntries(
            Object.entries(timingMs).map(([stage, ms]) => [
              `Time: ${stage.replaceAll("_", " ")}`,
              `${figureText(ms)} ms`,
            ]),
          ),
          ...(recommendation.degraded ? { Degraded: "yes: something was missing" } : {}),
        }}
      />
    </div>
  );
}

function Id({ text }: { text: string }) {
  return <code className="font-mono text-12 break-all">{text}</code>;
}
