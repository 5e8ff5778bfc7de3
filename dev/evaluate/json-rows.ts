import { figureName, type QualityFigure } from "@slipstream/model-server/training/figures";
import type { FigureRow } from "../traffic/figures.ts";
import { figureOf, type Measured } from "./evaluate-log.ts";

/** A row with its 95 % interval. */
interface IntervalRow extends FigureRow {
  low?: number;
  high?: number;
}

const DECIMALS = 1e5;
const round = (value: number) => Math.round(value * DECIMALS) / DECIMALS;

/**
 * All figures as rows of `<model>.<metric>@<k>`; recall also as `hr`. The baseline of each is the
 * same figure of the best single source.
 */
export function jsonRows(measured: Measured): IntervalRow[] {
  const { figures, models, evaluation, gains, main, bestSource, reach } = measured;
  const { predictMs, teachMs, predictions, lists } = evaluation;
  const quality = figures
    .filter(({ model }) => models.includes(model))
    .flatMap((figure) => qualityRows(figure, measured));
  const shown = [...lists].flatMap(([model, list]) =>
    Object.entries(list).map(([name, value]) => plain(`${model}.${name}`, value)),
  );
  const gained = gains.map(({ baseline, value, low, high }) => {
    const on = baseline === bestSource ? "" : `.${baseline}`;
    const name = `gain${on}.${main.metric}@${main.k}`;
    return { ...plain(name, value, `pipeline − ${baseline}`), low: round(low), high: round(high) };
  });
  return [
    ...quality,
    ...gained,
    ...shown.filter(({ name }) => models.includes(name.slice(0, name.lastIndexOf(".")))),
    plain("reach", reach),
    plain("predictions", predictions, "predictions"),
    plain("predict", predictMs, "ms"),
    plain("learn", teachMs > 0 ? 1000 / teachMs : 0, "events/s"),
  ];
}

function qualityRows(figure: QualityFigure, { figures, bestSource }: Measured): IntervalRow[] {
  const { value, low, high } = figure;
  const base = figureOf(figures, { ...figure, model: bestSource })?.value;
  const row: IntervalRow = {
    ...plain(figureName(figure), value),
    ...{ low: round(low), high: round(high) },
    ...(base === undefined ? {} : { baseline: round(base) }),
    ...(base ? { ratio: round(value / base) } : {}),
  };
  if (figure.metric !== "recall") return [row];
  return [row, { ...row, name: row.name.replace(".recall@", ".hr@") }];
}

function plain(name: string, value: number, unit = ""): IntervalRow {
  return { name, value: round(value), unit };
}
