import { metrics, type QualityFigure } from "../figures.ts";
import type { Training } from "../train-models.ts";
import { rowChart, unitLine } from "./charts.ts";
import { figure, type Html, html, table } from "./html.ts";

const REACH = "any source";
const FEATURES_SHOWN = 25;

/** How every model did on the held-out part. */
export function resultsSection({ figures, gain }: Training, cutOffs: readonly number[]): Html {
  const own = figures.filter(({ part, model }) => part === "" && model !== REACH);
  const of = (metric: string, k: number) =>
    own.filter((each) => each.metric === metric && each.k === k);
  const main = of("mrr", cutOffs.at(-1)!)
    .filter(({ value }) => value > 0)
    .toSorted((left, right) => right.value - left.value);
  const columns = metrics.flatMap((metric) => cutOffs.map((k) => ({ metric, k })));
  const cell = (model: string, metric: string, k: number) =>
    shown(of(metric, k).find((each) => each.model === model));
  return html`<h2>Results</h2>
<p>${gainSentence(gain)}</p>
${figure({
  caption: `MRR@${cutOffs.at(-1)} on the held-out part with 95 % intervals, by bootstrap over sessions. Ties count against a model.`,
  chart: rowChart({
    label: "Mean reciprocal rank of every model",
    rows: main.map(({ model, value, low, high }) => ({ name: model, value, low, high })),
    format: (value) => value.toFixed(3),
  }),
  head: ["model", ...columns.map(({ metric, k }) => `${metric}@${k}`)],
  rows: main.map(({ model }) => [model, ...columns.map(({ metric, k }) => cell(model, metric, k))]),
})}`;
}

function shown(found: QualityFigure | undefined): string {
  if (found === undefined) return "–";
  return `${found.value.toFixed(4)} (${found.low.toFixed(3)}–${found.high.toFixed(3)})`;
}

function gainSentence(gain: Training["gain"]): string {
  if (gain === undefined) return "Too few answers were logged to train a ranker.";
  const { value, low, high } = gain;
  const verdict = low > 0 ? "better than" : high < 0 ? "worse than" : "not told apart from";
  return `The ranker is ${verdict} the online blend: MRR@20 differs by ${value.toFixed(4)} (${low.toFixed(4)} to ${high.toFixed(4)}) on the same predictions.`;
}

/** Whether the ranker's chances come true. */
export function calibrationSection({ calibration }: Training): Html {
  const title = html`<h2>Calibration</h2>`;
  const bins = calibration.bins();
  if (bins.length === 0) return html`${title}<p>There is no ranker to look at.</p>`;
  return html`${title}<p>Error: ${calibration.error().toFixed(3)} per answer (0: every chance came true), over ${calibration.answers.toLocaleString("en-GB")} answers that had the target among their candidates.</p>${figure(
    {
      caption:
        "Chance of a candidate by the ranker's softmax (across), and how often such candidates were chosen (up); dashed, where both agree.",
      chart: unitLine({
        label: "Reliability of the ranker's chances",
        points: bins.map(({ predicted, observed }) => ({ x: predicted, y: observed })),
        xTitle: "predicted",
      }),
      head: ["chance up to", "candidates", "predicted", "chosen"],
      rows: bins.map(({ upTo, candidates, predicted, observed }) => [
        String(upTo),
        candidates.toLocaleString("en-GB"),
        predicted.toFixed(4),
        observed.toFixed(4),
      ]),
    },
  )}`;
}

/** What the ranker's trees split on. */
export function importanceSection({ evaluation }: Training): Html {
  const used = evaluation.importance.filter(({ gain }) => gain > 0);
  const title = html`<h2>Features</h2>`;
  if (used.length === 0) return html`${title}<p>There is no ranker to look at.</p>`;
  const top = used.slice(0, FEATURES_SHOWN);
  return html`${title}${figure({
    caption: `Share of all splits' gain, the first ${top.length} of ${used.length} features that are used at all.`,
    chart: rowChart({
      label: "Feature importance",
      rows: top.map(({ feature, gain }) => ({ name: feature, value: gain })),
      format: (value) => `${(100 * value).toFixed(1)} %`,
    }),
    head: ["feature", "share of gain"],
    rows: used.map(({ feature, gain }) => [feature, `${(100 * gain).toFixed(2)} %`]),
  })}`;
}

/** The models that were written. */
export function modelsSection({ models }: Training): Html {
  const rows = models.flatMap(({ manifest }) =>
    manifest.files.map(({ name, bytes, sha256 }) => [
      `${manifest.name} ${manifest.version}`,
      name,
      bytes.toLocaleString("en-GB"),
      sha256.slice(0, 16),
    ]),
  );
  const told =
    rows.length === 0 ? html`<p>None.</p>` : table(["model", "file", "bytes", "SHA-256"], rows);
  return html`<h2>Models</h2>${told}`;
}
