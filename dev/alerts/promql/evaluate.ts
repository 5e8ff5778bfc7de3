import type { SyntaxNode } from "@lezer/common";
import { parser } from "@prometheus-io/lezer-promql";
import { aggregate } from "./aggregate.ts";
import { combine } from "./combine.ts";
import { overTime, type Window } from "./over-time.ts";
import type { Labels, Series } from "./series.ts";

/** An instant vector's element. */
export interface Sample {
  labels: Labels;
  value: number;
}
export type Value = number | Sample[];

/** PromQL that this evaluator does not know, or that is none. */
export class PromqlError extends Error {
  override readonly name = "PromqlError";
  readonly code = "promql";
}

/** A value is seen for so long after it was scraped (Prometheus' lookback delta). */
const LOOKBACK_SECONDS = 300;

/** The PromQL of the alerts, on series that are given, at one moment. */
interface Evaluation {
  text: string;
  series: readonly Series[];
  atSeconds: number;
}

/**
 * Evaluates the part of PromQL that alerts use, on Prometheus' own grammar. Where there is a
 * promtool, the same scenarios go through it: this one is for machines without.
 * @throws PromqlError
 */
export function evaluate(text: string, series: readonly Series[], atSeconds: number): Value {
  const root = parser.parse(text).topNode.firstChild;
  if (!root) throw new PromqlError(`nothing to evaluate: ${text}`);
  return valueOfNode(root, { text, series, atSeconds });
}

function valueOfNode(node: SyntaxNode, of: Evaluation): Value {
  switch (node.name) {
    case "NumberDurationLiteral":
      return Number(textOf(node, of));
    case "ParenExpr":
      return valueOfNode(node.firstChild!, of);
    case "VectorSelector":
      return instant(node, of);
    case "FunctionCall":
      return call(node, of);
    case "AggregateExpr":
      return aggregateOf(node, of);
    case "BinaryExpr":
      return binary(node, of);
    default:
      throw new PromqlError(`unknown: ${node.name} in ${of.text}`);
  }
}

function binary(node: SyntaxNode, of: Evaluation): Value {
  const left = node.firstChild!;
  const right = node.lastChild!;
  const operator = textOf(left.nextSibling!, of);
  const modifier = node.getChild("MatchingModifierClause");
  const on = modifier ? labelNames(modifier, of) : undefined;
  return combine(operator, valueOfNode(left, of), valueOfNode(right, of), on);
}

function aggregateOf(node: SyntaxNode, of: Evaluation): Value {
  const by = node.getChild("AggregateModifier");
  const body = node.getChild("FunctionCallBody")!.firstChild!;
  const value = valueOfNode(body, of);
  if (typeof value === "number") throw new PromqlError(`a number cannot be summed: ${of.text}`);
  const operator = textOf(node.getChild("AggregateOp")!, of);
  return aggregate(operator, value, by ? labelNames(by, of) : []);
}

function call(node: SyntaxNode, of: Evaluation): Value {
  const name = textOf(node.getChild("FunctionIdentifier")!, of);
  const argument = node.getChild("FunctionCallBody")!.firstChild!;
  if (name === "absent") {
    const value = valueOfNode(argument, of);
    return typeof value === "number" || value.length > 0 ? [] : [{ labels: {}, value: 1 }];
  }
  return windows(argument, of).flatMap(({ labels, window }) => {
    const value = overTime(name, window);
    const { __name__: _, ...rest } = labels;
    return value === undefined ? [] : [{ labels: rest, value }];
  });
}

function instant(node: SyntaxNode, of: Evaluation): Sample[] {
  return windowsOf(node, of, LOOKBACK_SECONDS).flatMap(({ labels, window }) => {
    const last = window.points.at(-1);
    return last ? [{ labels, value: last.value }] : [];
  });
}

function windows(node: SyntaxNode, of: Evaluation) {
  if (node.name !== "MatrixSelector") throw new PromqlError(`no range: ${textOf(node, of)}`);
  const seconds = secondsOf(textOf(node.getChild("DurationExpr")!, of));
  return windowsOf(node.getChild("VectorSelector")!, of, seconds);
}

function windowsOf(node: SyntaxNode, of: Evaluation, seconds: number) {
  const matches = matcherOf(node, of);
  return of.series
    .filter(({ labels }) => matches(labels))
    .map(({ labels, values, intervalSeconds }) => {
      const points = values
        .map((value, index) => ({ value, atSeconds: index * intervalSeconds }))
        .filter(
          (point): point is Window["points"][number] =>
            point.value !== undefined &&
            point.atSeconds <= of.atSeconds &&
            point.atSeconds > of.atSeconds - seconds - Number.EPSILON,
        );
      return { labels, window: { points, seconds, endSeconds: of.atSeconds } };
    });
}

function matcherOf(node: SyntaxNode, of: Evaluation): (labels: Labels) => boolean {
  const name = textOf(node.getChild("Identifier")!, of);
  const matchers = node.getChild("LabelMatchers")?.getChildren("UnquotedLabelMatcher") ?? [];
  const tests = matchers.map((matcher) => {
    const label = textOf(matcher.getChild("LabelName")!, of);
    const wanted = textOf(matcher.getChild("StringLiteral")!, of).slice(1, -1);
    const operator = textOf(matcher.getChild("MatchOp")!, of);
    const pattern = new RegExp(`^(?:${wanted})$`);
    const isMet = (value: string) =>
      operator.endsWith("~") ? pattern.test(value) : value === wanted;
    return (labels: Labels) => isMet(labels[label] ?? "") !== operator.startsWith("!");
  });
  return (labels) => labels.__name__ === name && tests.every((test) => test(labels));
}

function labelNames(node: SyntaxNode, of: Evaluation): string[] {
  const names = node.getChild("GroupingLabels")?.getChildren("LabelName") ?? [];
  return names.map((name) => textOf(name, of));
}

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Seconds of a duration such as `5m`. @throws PromqlError */
export function secondsOf(text: string): number {
  const match = /^(\d+)([smhd])$/.exec(text);
  if (!match) throw new PromqlError(`not a duration: ${text}`);
  return Number(match[1]) * units[match[2]!]!;
}

function textOf(node: SyntaxNode, { text }: Evaluation): string {
  return text.slice(node.from, node.to);
}

/** The names of all metrics that an expression reads. @throws PromqlError for what does not parse */
export function metricsIn(text: string): string[] {
  const names: string[] = [];
  parser.parse(text).iterate({
    enter: ({ name, from, to, type }) => {
      if (type.isError) throw new PromqlError(`cannot be parsed: ${text}`);
      if (name === "Identifier") names.push(text.slice(from, to));
    },
  });
  return names;
}
