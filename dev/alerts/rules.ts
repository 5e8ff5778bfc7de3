import { stringify } from "yaml";
import { alerts } from "./alerts.ts";
import { filledIn, firing } from "./firing.ts";
import { parseSeries } from "./promql/series.ts";
import { type Scenario, scenarios } from "./scenarios.ts";

const NOTE = "# Made by `npm run alerts` from dev/alerts: change it there.\n";
const RUNBOOKS = "docs/operations";

/** Prometheus' rules. */
export function rulesFile(): string {
  const rules = alerts.map((alert) => ({
    alert: alert.name,
    expr: alert.expr,
    ...(alert.for === undefined ? {} : { for: alert.for }),
    labels: { severity: alert.severity },
    annotations: { summary: alert.summary, runbook: runbookOf(alert.runbook) },
  }));
  return NOTE + stringify({ groups: [{ name: "slipstream", rules }] }, { lineWidth: 0 });
}

/** The scenarios as a file of `promtool test rules`. */
export function testsFile(): string {
  const tests = scenarios.map((scenario) => ({
    name: `${scenario.alert}: ${scenario.story}`,
    interval: `${scenario.intervalSeconds}s`,
    input_series: Object.entries(scenario.series).map(([series, values]) => ({ series, values })),
    alert_rule_test: [
      {
        eval_time: `${scenario.atSeconds}s`,
        alertname: scenario.alert,
        exp_alerts: expectedOf(scenario),
      },
    ],
  }));
  // Coarser than in Prometheus: hours of scrapes would take it a minute.
  const evaluation = "60s";
  const content = { rule_files: ["rules.yaml"], evaluation_interval: evaluation, tests };
  return NOTE + stringify(content, { lineWidth: 0 });
}

/** The alerts that fire at a scenario's end, as this project's own evaluator says. */
export function firingIn({ alert: name, series, intervalSeconds, atSeconds }: Scenario) {
  const alert = alerts.find((each) => each.name === name);
  if (!alert) throw new RangeError(`a scenario speaks of ${name}, which is no alert`);
  const given = Object.entries(series).map(([selector, values]) =>
    parseSeries(selector, values, intervalSeconds),
  );
  return firing(alert, given, atSeconds).map((labels) => ({ alert, labels }));
}

function expectedOf(scenario: Scenario) {
  return firingIn(scenario).map(({ alert, labels }) => ({
    exp_labels: { ...labels, severity: alert.severity },
    exp_annotations: {
      summary: filledIn(alert.summary, labels),
      runbook: runbookOf(alert.runbook),
    },
  }));
}

function runbookOf(name: string): string {
  return `${RUNBOOKS}/${name}.md`;
}
