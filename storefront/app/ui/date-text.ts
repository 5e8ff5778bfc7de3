import { currentLocale } from "../language/current.ts";

/** The day of an instant, as people write it. */
export function dayText(instant: string): string {
  return formatTime(instant, { dateStyle: "long" });
}

/** An instant as people write it, in UTC: server and browser say the same. */
export function formatTime(instant: string, options: Intl.DateTimeFormatOptions): string {
  return new Date(instant).toLocaleString(currentLocale(), { timeZone: "UTC", ...options });
}
