import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { MetricDefinition } from "@slipstream/contracts/metric";
import { edgeMetrics } from "@slipstream/edge/metrics/definitions";
import { modelMetrics } from "@slipstream/model-server/metric-definitions";
import { streamMetrics } from "@slipstream/stream/metric-definitions";
import { describe, expect, test } from "vitest";
import { ROOT } from "../supervisor/root.ts";
import { alerts } from "./alerts.ts";
import { dashboards, generatedFiles } from "./files.ts";
import { evaluate, metricsIn, PromqlError } from "./promql/evaluate.ts";
import { seriesOf } from "./promql/exposition.ts";
import { parseSeries } from "./promql/series.ts";
import { firingIn } from "./rules.ts";
import { scenarios } from "./scenarios.ts";

/** Names as they stand in expressions: a histogram's are three. */
function namesOf(metrics: Readonly<Record<string, MetricDefinition>>): string[] {
  return Object.values(metrics).flatMap(({ name, type }) =>
    type === "histogram" ? ["_bucket", "_count", "_sum"].map((suffix) => name + suffix) : [name],
  );
}
/** `up` is Prometheus' own. That every other is really told, tests of the processes say. */
const told = new Set(["up", ...[streamMetrics, edgeMetrics, modelMetrics].flatMap(namesOf)]);

test("what lies in deploy/ is what npm run alerts makes", () => {
  for (const [path, content] of generatedFiles()) {
    expect(readFileSync(join(ROOT, path), "utf8"), path).toBe(content);
  }
});

test("alerts and dashboards read only metrics that a process defines", () => {
  const panels = dashboards.flatMap((dashboard) => dashboard.panels);
  const expressions = [
    ...alerts.map(({ expr }) => expr),
    ...panels.flatMap(({ series }) => series.map(({ expr }) => expr)),
  ];
  const unknown = expressions.flatMap(metricsIn).filter((name) => !told.has(name));
  expect(unknown).toEqual([]);
});

test("every alert has a runbook that says what it means, what users see, where to look, how to mend", () => {
  for (const { name, runbook } of alerts) {
    const text = readFileSync(join(ROOT, "docs/operations", `${runbook}.md`), "utf8");
    expect(text, runbook).toContain(`\`${name}\``);
    const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual([
      "What it means",
      "What shoppers see",
      "Where to look",
      "How to mend it",
    ]);
  }
});

describe("each alert", () => {
  test.each(alerts.map(({ name }) => name))("%s is tried firing and silent", (name) => {
    const outcomes = scenarios.filter(({ alert }) => alert === name).map(({ fires }) => fires);
    expect(new Set(outcomes)).toEqual(new Set([true, false]));
  });

  test.each(scenarios.map((scenario) => [scenario.alert, scenario.story, scenario] as const))(
    "%s: %s",
    (_alert, _story, scenario) => {
      expect(firingIn(scenario).length > 0).toBe(scenario.fires);
    },
  );

  test("and Prometheus itself agrees, where its promtool is", ({ skip }) => {
    const isThere = spawnSync("promtool", ["--version"]).status === 0;
    if (!isThere) return skip("no promtool on this machine");
    const cwd = join(ROOT, "deploy/alerts");
    expect(
      execFileSync("promtool", ["check", "rules", "rules.yaml"], { cwd }).toString(),
    ).toContain("SUCCESS");
    expect(execFileSync("promtool", ["test", "rules", "tests.yaml"], { cwd }).toString()).toContain(
      "SUCCESS",
    );
  });
});

describe("the evaluator, by hand", () => {
  const series = [
    parseSeries('a{x="1",y="1"}', "0+1x20", 15),
    parseSeries('a{x="1",y="2"}', "0+3x9 0+3x10", 15),
    parseSeries('b{x="1"}', "5+0x20", 15),
  ];
  const at = (text: string, seconds = 300) => evaluate(text, series, seconds);

  test("rates carry on to the window's edges, and over a reset", () => {
    // One each 15 seconds. Of the second: 27 up to the reset, then 0 … 30.
    expect(at('increase(a{y="1"}[5m])')).toEqual([{ labels: { x: "1", y: "1" }, value: 20 }]);
    const [reset] = at('increase(a{y="2"}[5m])') as { value: number }[];
    expect(reset?.value).toBe(57);
  });

  test("sums, comparisons, sets and absence", () => {
    expect(at("sum by (x) (a)")).toEqual([{ labels: { x: "1" }, value: 50 }]);
    expect(at("sum by (x) (a) / b")).toEqual([{ labels: { x: "1" }, value: 10 }]);
    expect(at("b > 5")).toEqual([]);
    expect(at("b >= 5 and sum by (x) (a) > 49")).toHaveLength(1);
    expect(at("sum by (x) (a) unless b")).toEqual([]);
    expect(at("absent(c)")).toEqual([{ labels: {}, value: 1 }]);
    expect(at('absent(a{y=~"1|2"})')).toEqual([]);
    expect(at("1 - 0.5")).toBe(0.5);
  });

  test("what was scraped more than five minutes ago is not there", () => {
    expect(at("b", 600)).toEqual([]);
  });

  test("scrapes of a process become series", () => {
    const scrapes = ['# HELP n N\nn{a="1"} 2\nm 1\n', 'n{a="1"} 3\n'];
    expect(seriesOf(scrapes, 15).map(({ values }) => values)).toEqual([
      [2, 3],
      [1, undefined],
    ]);
  });

  test("what it does not know it refuses", () => {
    expect(() => metricsIn("sum by (")).toThrow(PromqlError);
    expect(() => at("stddev_over_time(a[1m])")).toThrow(RangeError);
  });
});
