const moment = new Intl.DateTimeFormat("en-GB", {
  dateStyle: "medium",
  timeStyle: "medium",
  timeZone: "UTC",
});
const parts = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})\d{3}Z$/;

/** A version, which is a time, as people read it: `30 Nov 2026, 07:31:15`; others as they are. */
export function versionText(version: string): string {
  const match = parts.exec(version);
  if (match === null) return version;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number);
  return moment.format(Date.UTC(year!, month! - 1, day, hour, minute, second));
}
