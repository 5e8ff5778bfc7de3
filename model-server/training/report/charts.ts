import { type Html, html } from "./html.ts";

const WIDTH = 480;
const HEIGHT = 220;
const LEFT = 46;
const BOTTOM = 34;
const TOP = 12;
const RIGHT = 24;
const ROW = 24;
const NAMES = 168;
const GRID_LINES = 4;

const round = (value: number) => Math.round(value * 100) / 100;

/** A chart's frame: drawn for `label`, as wide as there is room. */
function drawing(height: number, label: string, content: readonly Html[]): Html {
  return html`<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${label}">${content}</svg>`;
}

/** Columns side by side, from 0. `format` writes the axis. */
export function columnChart(options: {
  label: string;
  columns: readonly { name: string; value: number }[];
  format: (value: number) => string;
}): Html {
  const { columns, label, format } = options;
  const most = Math.max(...columns.map(({ value }) => value), Number.MIN_VALUE);
  const step = (WIDTH - LEFT - RIGHT) / Math.max(1, columns.length);
  const y = (value: number) => TOP + (1 - value / most) * (HEIGHT - TOP - BOTTOM);
  const bars = columns.map(({ name, value }, at) => {
    const x = LEFT + at * step;
    const middle = round(x + step / 2);
    return html`<rect class="bar" x="${round(x + step * 0.15)}" y="${round(y(value))}" width="${round(step * 0.7)}" height="${round(y(0) - y(value))}"><title>${name}: ${format(value)}</title></rect><text class="tick" x="${middle}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${name}</text>`;
  });
  return drawing(HEIGHT, label, [...gridOf(most, y, format), ...bars]);
}

/** Points joined by a line; both axes from 0 to 1. `diagonal` is drawn for comparison. */
export function unitLine(options: {
  label: string;
  points: readonly { x: number; y: number }[];
  xTitle: string;
}): Html {
  const { label, points, xTitle } = options;
  const x = (value: number) => round(LEFT + value * (WIDTH - LEFT - RIGHT));
  const y = (value: number) => round(TOP + (1 - value) * (HEIGHT - TOP - BOTTOM));
  const path = points.map((point) => `${x(point.x)},${y(point.y)}`).join(" ");
  const percent = (value: number) => `${Math.round(100 * value)} %`;
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(
    (value) =>
      html`<text class="tick" x="${x(value)}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${percent(value)}</text>`,
  );
  const marks = points.map(
    (point) =>
      html`<circle class="mark" cx="${x(point.x)}" cy="${y(point.y)}" r="3.5"><title>${percent(point.x)}: ${percent(point.y)}</title></circle>`,
  );
  return drawing(HEIGHT, label, [
    ...gridOf(1, y, percent),
    ...ticks,
    html`<line class="other" x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}"/>`,
    html`<polyline class="line" points="${path}"/>`,
    ...marks,
    html`<text class="tick" x="${WIDTH - RIGHT}" y="${HEIGHT - BOTTOM - 6}" text-anchor="end">${xTitle}</text>`,
  ]);
}

/** One row per name: a bar from 0, and the bounds of its interval where there is one. */
export function rowChart(options: {
  label: string;
  rows: readonly { name: string; value: number; low?: number; high?: number }[];
  format: (value: number) => string;
}): Html {
  const { rows, label, format } = options;
  const most = Math.max(...rows.map(({ value, high }) => high ?? value), Number.MIN_VALUE);
  const room = WIDTH - NAMES - RIGHT - 60;
  const x = (value: number) => round(NAMES + (Math.max(0, value) / most) * room);
  const drawn = rows.map(({ name, value, low, high }, at) => {
    const y = at * ROW + 4;
    const whisker =
      low === undefined || high === undefined
        ? undefined
        : html`<line class="whisker" x1="${x(low)}" y1="${y + 8}" x2="${x(high)}" y2="${y + 8}"/>`;
    const end = x(high ?? value) + 6;
    return html`<text class="name" x="${NAMES - 8}" y="${y + 12}" text-anchor="end">${name}</text><rect class="bar" x="${NAMES}" y="${y}" width="${round(x(value) - NAMES)}" height="16"/>${whisker}<text class="tick" x="${end}" y="${y + 12}">${format(value)}</text>`;
  });
  return drawing(rows.length * ROW + 8, label, drawn);
}

function gridOf(
  most: number,
  y: (value: number) => number,
  format: (value: number) => string,
): Html[] {
  return Array.from({ length: GRID_LINES + 1 }, (_, line) => {
    const value = (most * line) / GRID_LINES;
    return html`<line class="grid" x1="${LEFT}" y1="${round(y(value))}" x2="${WIDTH - RIGHT}" y2="${round(y(value))}"/><text class="tick" x="${LEFT - 6}" y="${round(y(value) + 4)}" text-anchor="end">${format(value)}</text>`;
  });
}
