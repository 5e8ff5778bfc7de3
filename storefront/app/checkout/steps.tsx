import { msg, t } from "../language/text.ts";

const names = [msg("Address"), msg("Delivery"), msg("Payment")];

/** Where one is on the way: counted from 0. Payment is a page of its own. */
export function Steps({ at }: { at: number }) {
  return (
    <ol className="flex gap-x-6 text-14">
      {names.map((name, place) => (
        <li
          key={t(name)}
          aria-current={place === at ? "step" : undefined}
          className={place === at ? "font-medium" : "text-ink-soft"}
        >
          {place + 1}. {t(name)}
        </li>
      ))}
    </ol>
  );
}
