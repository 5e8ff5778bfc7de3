import type { Interval } from "@slipstream/model-server/training/bootstrap";
import { metrics, type Part } from "@slipstream/model-server/training/figures";
import { figureOf, type Gain, type Measured } from "./evaluate-log.ts";
import { markdownTable } from "./markdown-table.ts";

const partTitles: Readonly<Record<Exclude<Part, "">, string>> = {
  novel: "Targets that the visitor never had before, among items that the visitor never had",
  first: "First lines of known customers' baskets",
  late: "The last 40 % of the log",
};

/** All tables and sentences of one evaluation, as Markdown. */
export function reportText(measured: Measured): string {
  return [
    amounts(measured),
    qualityTable(measured),
    "In brackets the 95 % interval, by bootstrap over sessions (users, baskets). HR@k is Recall@k: each prediction has one target. Ties count against a model; `*` is the best single source.",
    gainSentences(measured),
    ...(["novel", "first", "late"] as const).flatMap((part) => partTable(measured, part)),
    listTable(measured),
    speed(measured),
  ].join("\n\n");
}

function amounts({ protocol, counts, evaluation, every, logEvery }: Measured): string {
  const { predictions, taught } = evaluation;
  const asked = every === 1 ? "all of them" : `every ${ordinal(every)} of ${shown(counts.counted)}`;
  const logged = logEvery === 1 ? "every answer" : `every ${ordinal(logEvery)} answer`;
  return `Protocol ${protocol}: ${shown(taught)} events learnt, ${shown(predictions)} predictions (${asked}), ranker taught by ${logged} that it may learn from.`;
}

function qualityTable(measured: Measured): string {
  const { models, figures, main, cutOffs, bestSource } = measured;
  const columns = metrics.flatMap((metric) => cutOffs.map((k) => ({ metric, k })));
  const isMain = (column: { metric: string; k: number }) =>
    column.metric === main.metric && column.k === main.k;
  const others = columns.filter((column) => !isMain(column));
  const head = ["model", titleOf(main), "95 % interval", ...others.map(titleOf)];
  const rows = models.map((model) => {
    const own = figureOf(figures, { model, ...main });
    return [
      model === bestSource ? `${model} *` : model,
      decimal(own?.value),
      own === undefined ? "–" : interval(own),
      ...others.map((column) => decimal(figureOf(figures, { model, ...column })?.value)),
    ];
  });
  return markdownTable(head, rows);
}

function partTable({ models, figures, cutOffs }: Measured, part: Exclude<Part, "">): string[] {
  const own = figures.filter((figure) => figure.part === part);
  // Where nothing seen is ever asked for, what is new is everything.
  const isAll = own.every((figure) => {
    return figureOf(figures, { ...figure, part: "" })?.value === figure.value;
  });
  if (isAll) return [];
  const columns = metrics.flatMap((metric) => cutOffs.map((k) => ({ metric, k })));
  const rows = models.map((model) => [
    model,
    ...columns.map((column) => decimal(figureOf(own, { model, ...column, part })?.value)),
  ]);
  const title = `${partTitles[part]} (${shown(own[0]!.predictions)} predictions):`;
  return [title, markdownTable(["model", ...columns.map(titleOf)], rows)];
}

function listTable({ models, evaluation, reach }: Measured): string {
  const rows = models.flatMap((model) => {
    const list = evaluation.lists.get(model);
    if (list === undefined) return [];
    return [[model, percent(list.coverage), percent(list.popularity), decimal(list.diversity)]];
  });
  const limit = `Some source had the target among its candidates in ${percent(reach)} of predictions.`;
  if (rows.length === 0) return limit;
  const head = ["lists of 20", "coverage", "popularity", "diversity"];
  return `${markdownTable(head, rows)}\n\nCoverage: share of the catalogue's items that some prediction's list of 20 had. Popularity: mean weight of what is shown, of the most popular item's. Diversity: mean 1 − cosine over visitors within a list, of one list in 16. ${limit}`;
}

function gainSentences({ gains, main, evaluation, figures }: Measured): string {
  const sentence = ({ baseline, value, low, high }: Gain) => {
    const base = figureOf(figures, { model: baseline, ...main })?.value ?? 0;
    const relative = base > 0 ? `, ${signed((100 * value) / base, 1)} %` : "";
    return `Pipeline − ${baseline}, the same predictions, ${titleOf(main)}: ${signed(value, 4)} (${signed(low, 4)} to ${signed(high, 4)}${relative}).`;
  };
  const end = evaluation.ranker ? "the ranker" : "the blend";
  return [...gains.map(sentence), `The pipeline ends with ${end}.`].join(" ");
}

function speed({ evaluation: { predictMs, teachMs } }: Measured): string {
  const perSecond = teachMs > 0 ? shown(Math.round(1000 / teachMs)) : "–";
  return `${predictMs.toFixed(2)} ms of CPU a prediction (all sources, features, blend and ranker); ${perSecond} events learnt by all sources in a second of CPU.`;
}

const titleOf = ({ metric, k }: { metric: string; k: number }) => `${metric}@${k}`;

function decimal(value: number | undefined): string {
  return value === undefined ? "–" : value.toFixed(4);
}

function interval({ low, high }: Interval): string {
  return `${low.toFixed(4)}–${high.toFixed(4)}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function signed(value: number, digits: number): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(digits)}`;
}

function shown(count: number): string {
  return count.toLocaleString("en-GB");
}

function ordinal(count: number): string {
  const teen = Math.floor(count / 10) % 10 === 1;
  const ending = teen ? "th" : (["th", "st", "nd", "rd"][count % 10] ?? "th");
  return `${count}${ending}`;
}
