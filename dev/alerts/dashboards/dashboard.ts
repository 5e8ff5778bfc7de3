/** Units as Grafana names them. */
type Unit = "s" | "short" | "reqps" | "percentunit" | "bool";

/** One chart: what it tells, and the series in it with their names. */
export interface Panel {
  title: string;
  unit: Unit;
  series: readonly { expr: string; name: string }[];
  /** What to look for. */
  about?: string;
}

export interface Dashboard {
  /** Part of its address, and the file's name. */
  uid: string;
  title: string;
  panels: readonly Panel[];
}

const COLUMNS = 2;
const WIDTH = 24 / COLUMNS;
const HEIGHT = 8;
const datasource = { type: "prometheus", uid: "slipstream-prometheus" };

/** Grafana's own form of a dashboard. */
export function grafanaModel({ uid, title, panels }: Dashboard): object {
  return {
    uid: `slipstream-${uid}`,
    title: `Slipstream: ${title}`,
    tags: ["slipstream"],
    timezone: "browser",
    schemaVersion: 39,
    version: 1,
    refresh: "10s",
    time: { from: "now-1h", to: "now" },
    // One cursor over all charts.
    graphTooltip: 1,
    panels: panels.map(panelModel),
  };
}

function panelModel({ title, unit, series, about }: Panel, index: number): object {
  return {
    id: index + 1,
    type: "timeseries",
    title,
    ...(about === undefined ? {} : { description: about }),
    datasource,
    gridPos: {
      x: (index % COLUMNS) * WIDTH,
      y: Math.floor(index / COLUMNS) * HEIGHT,
      w: WIDTH,
      h: HEIGHT,
    },
    fieldConfig: {
      defaults: { unit, min: 0, custom: { lineWidth: 1, fillOpacity: 4 } },
      overrides: [],
    },
    options: { legend: { displayMode: "list", placement: "bottom" }, tooltip: { mode: "multi" } },
    targets: series.map(({ expr, name }, place) => ({
      refId: String.fromCharCode("A".charCodeAt(0) + place),
      datasource,
      expr,
      legendFormat: name,
    })),
  };
}

/** PromQL: the given quantiles of a histogram, as series of one chart. */
export function quantiles(histogram: string, by: string | undefined, ...of: number[]) {
  const labels = by === undefined ? "le" : `le, ${by}`;
  const name = by === undefined ? "" : `{{${by}}} `;
  return of.map((quantile) => ({
    expr: `histogram_quantile(${quantile}, sum by (${labels}) (rate(${histogram}_bucket[5m])))`,
    name: `${name}p${quantile * 100}`,
  }));
}

/** PromQL: a counter's rate, summed by a label. */
export function rate(counter: string, by: string) {
  return { expr: `sum by (${by}) (rate(${counter}[1m]))`, name: `{{${by}}}` };
}

/** PromQL: the highest of a gauge by a label: several processes may tell of the same thing. */
export function highest(gauge: string, by: string) {
  return { expr: `max by (${by}) (${gauge})`, name: `{{${by}}}` };
}
