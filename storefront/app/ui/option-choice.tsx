import { msg, t } from "../language/text.ts";
import type { Reachable } from "./variants.ts";

/** More values than this are a list, not a field of buttons. */
const MAX_BUTTONS = 12;

interface OptionChoiceProps {
  name: string;
  values: readonly string[];
  chosen: string | undefined;
  /** How a value can be had with what else is chosen. */
  reach: (value: string) => Reachable;
  onChoose: (value: string) => void;
}

/** One option of a product and its values; all can be chosen, and it shows what cannot be had. */
export function OptionChoice({ name, values, chosen, reach, onChoose }: OptionChoiceProps) {
  return (
    <fieldset className="mt-6">
      <legend className="text-14 text-ink-soft capitalize">{name}</legend>
      {values.length > MAX_BUTTONS ? (
        <select
          aria-label={name}
          value={chosen}
          onChange={(event) => onChoose(event.target.value)}
          className="mt-2 h-11 w-full max-w-80 rounded-full bg-control pr-10 pl-5 text-16"
        >
          {values.map((value) => (
            <option key={value} value={value}>
              {value + noteOf(reach(value))}
            </option>
          ))}
        </select>
      ) : (
        <div className="mt-2 flex flex-wrap gap-2">
          {values.map((value) => (
            <label
              key={value}
              className={`inline-flex min-h-11 cursor-pointer items-center rounded-full bg-control px-5 text-14 transition-colors duration-(--quick) hover:bg-control-hover has-checked:bg-ink has-checked:text-paper has-focus-visible:outline-2 has-focus-visible:outline-offset-3 has-focus-visible:outline-ink ${reach(value) === "there" ? "" : "text-ink-soft line-through decoration-1"}`}
            >
              <input
                type="radio"
                name={name}
                value={value}
                checked={value === chosen}
                onChange={() => onChoose(value)}
                className="sr-only"
              />
              <span className="first-letter:uppercase">{value}</span>
              <span className="sr-only">{noteOf(reach(value))}</span>
            </label>
          ))}
        </div>
      )}
    </fieldset>
  );
}

const words = { "sold out": msg("sold out"), "not made": msg("not made") };

function noteOf(reach: Reachable): string {
  return reach === "there" ? "" : ` (${t(words[reach])})`;
}
