const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", timeZone: "UTC" });
const minutes = new Intl.DateTimeFormat("en-GB", { timeStyle: "short", timeZone: "UTC" });

/** A moment, epoch seconds, as a time of day in UTC: the same for everybody who looks. */
export function clockText(seconds: number): string {
  return clock.format(seconds * 1000);
}

/** The same without its seconds. */
export function minuteText(seconds: number): string {
  return minutes.format(seconds * 1000);
}
