const DAY_MS = 86_400_000;

/** The day that lies so many working days ahead; Saturdays and Sundays do not count. */
function workingDaysAfter(from: Date, days: number): Date {
  let day = from;
  for (let left = days; left > 0; ) {
    day = new Date(day.getTime() + DAY_MS);
    if (day.getDay() !== 0 && day.getDay() !== 6) left--;
  }
  return day;
}

/**
 * From when to when an order of now arrives, in so many working days, as people of `locale` write
 * it: "Thu 3 – Mon 7 Dec".
 */
export function deliveryText(
  now: Date,
  { minDays, maxDays }: { minDays: number; maxDays: number },
  locale: string,
): string {
  const format = new Intl.DateTimeFormat(locale, {
    weekday: "short",
    day: "numeric",
    month: "short",
  });
  return format.formatRange(workingDaysAfter(now, minDays), workingDaysAfter(now, maxDays));
}
