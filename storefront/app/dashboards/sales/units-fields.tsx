import type { OrderLine } from "@slipstream/contracts/order-api";
import { SelectField } from "../../ui/form/select-field.tsx";

const MAX_CHOICES = 99;

/** How many of each line: from none to all that is unsent. */
export function UnitsFields({
  lines,
  all,
  none,
  verb,
}: {
  lines: readonly OrderLine[];
  /** Whether all are chosen at first. */
  all: boolean;
  none: string;
  /** "Send": "Send 2". */
  verb: string;
}) {
  return lines
    .map((line) => ({ ...line, most: line.quantity - line.fulfilled - line.cancelled }))
    .filter(({ most }) => most > 0)
    .map(({ position, title, most }) => (
      <SelectField
        key={position}
        name={`units.${position}`}
        label={title}
        defaultValue={all ? String(Math.min(most, MAX_CHOICES)) : "0"}
        options={Array.from({ length: Math.min(most, MAX_CHOICES) + 1 }, (_, count) => ({
          value: String(count),
          text: count === 0 ? none : `${verb} ${count}`,
        }))}
      />
    ));
}
