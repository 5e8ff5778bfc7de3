const options = { timeZone: "UTC" } as const;
const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", ...options });
const moment = new Intl.DateTimeFormat("en-GB", {
  dateStyle: "medium",
  timeStyle: "short",
  ...options,
});

/** A time as dashboards write it: in UTC, the same for everybody who looks. */
export function When({ at, time = false }: { at: string; time?: boolean }) {
  return (
    <time dateTime={at} className="figures whitespace-nowrap">
      {(time ? moment : day).format(new Date(at))}
    </time>
  );
}
