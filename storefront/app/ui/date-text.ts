/** The day of an instant, as people write it. */
export function dayText(instant: string): string {
  return new Date(instant).toLocaleDateString("en-GB", { dateStyle: "long", timeZone: "UTC" });
}
