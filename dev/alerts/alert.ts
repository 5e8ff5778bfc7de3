/** One alert: from it come Prometheus' rule, the link to its runbook, and the test that makes it fire. */
export interface Alert {
  /** As Prometheus names it. */
  name: string;
  /** PromQL; what it answers, fires. */
  expr: string;
  /** How long that must hold, as Prometheus writes it; absent: at once. */
  for?: string;
  /** `page`: somebody has to come now. `ticket`: within a day. */
  severity: "page" | "ticket";
  /** One sentence; `{{ $labels.name }}` is filled in. */
  summary: string;
  /** File under docs/operations, without `.md`. */
  runbook: string;
}

/** A promise to those who use the shop, and how much of it is being broken. */
export interface Objective {
  name: string;
  /** Share of what may go wrong, in 30 days. */
  budget: number;
  /** PromQL: the share that went wrong within a window. */
  badShare: (window: string) => string;
  what: string;
  runbook: string;
}

/** Windows and factors of Google's SRE Workbook, chapter 5, table 5-8, those that page. */
const burns = [
  {
    name: "Fast",
    factor: 14.4,
    long: "1h",
    short: "5m",
    spent: "2 % of the month's budget in an hour",
  },
  {
    name: "Slow",
    factor: 6,
    long: "6h",
    short: "30m",
    spent: "5 % of the month's budget in six hours",
  },
] as const;

/**
 * Alerts on the rate at which an objective's budget is spent: over a long window, so that it matters,
 * and a short one, so that it ends soon after the fault does (SRE Workbook, chapter 5,
 * "Multiwindow, Multi-Burn-Rate Alerts").
 */
export function burnRates(objective: Objective): Alert[] {
  return burns.map(({ name, factor, long, short, spent }) => {
    const limit = Number((factor * objective.budget).toPrecision(6));
    const above = (window: string) => `${objective.badShare(window)} > ${limit}`;
    return {
      name: `${objective.name}${name}Burn`,
      expr: `(${above(long)}) and (${above(short)})`,
      severity: "page",
      summary: `${objective.what} of {{ $labels.shop }}: ${spent}, and it goes on`,
      runbook: objective.runbook,
    };
  });
}
