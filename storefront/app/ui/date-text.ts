import { currentLocale } from "../language/current.ts";

/** The day of an instant, as people write it. */
export function dayText(instant: string): string {
  return formatTime(instant, { dateStyle: "long" });
}

/** Kept: making one takes longer than writing a whole list of days with it. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** An instant as people write it, in UTC: server and browser say the same. */
export function formatTime(instant: string, options: Intl.DateTimeFormatOptions): string {
  const locale = currentLocale();
  const key = locale + JSON.stringify(options);
  const format =
    formats.get(key) ?? new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options });
  formats.set(key, format);
  return format.format(new Date(instant));
}
