import type { Health } from "@slipstream/contracts/health";
import { figureText } from "../figure-text.ts";

const words = { ok: "well", degraded: "limping", down: "down" } as const;
const looks = { ok: "", degraded: "text-warning", down: "text-error" } as const;

/** `modelServer` as people say it. */
function nameOf(part: string): string {
  return part.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replaceAll("_", " ");
}

/** Each part with its state in a word; colour only repeats it. */
export function HealthList({ health }: { health: Health }) {
  return (
    <dl className="text-14">
      {Object.entries(health.parts).map(([part, { state, detail, latencyMs }]) => (
        <div key={part} className="grid grid-cols-[1fr_auto] gap-x-6 py-1.5">
          <dt>{nameOf(part)}</dt>
          <dd className={`font-mono text-12 ${looks[state]}`}>
            {words[state]}
            {latencyMs !== undefined && (
              <span className="text-ink-soft">{` ${figureText(latencyMs)} ms`}</span>
            )}
          </dd>
          {detail && state !== "ok" && (
            <dd className="col-span-2 text-12 text-ink-soft">{detail}</dd>
          )}
        </div>
      ))}
    </dl>
  );
}
