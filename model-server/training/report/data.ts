import { columnChart, unitLine } from "./charts.ts";
import type { Exploration } from "./exploration.ts";
import { figure, type Html, html, table } from "./html.ts";

const days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** What the data are like. */
export function explorationSections(data: Exploration): Html[] {
  return [
    html`<h2>The data</h2>${overview(data)}`,
    html`<h2>Sessions</h2>${columns({
      caption: "Sessions by the events that they have.",
      head: ["events", "sessions"],
      bars: data.lengths,
    })}`,
    html`<h2>Popularity</h2>${popularity(data)}`,
    seasonality(data),
    html`<h2>Cold items</h2><p>${percent(data.coldTargets)} of the held-out events are of items that nobody had met before: no model that goes by what was done can foresee them. ${percent(data.rareItems)} of all items have five events or fewer.</p>${columns(
      {
        caption: "Items met for the first time, by tenth of the log.",
        head: ["tenth", "new items"],
        bars: data.newItems.map((value, at) => ({ name: String(at + 1), value })),
      },
    )}`,
  ];
}

function overview({ events, sessions, users, items, repeats }: Exploration): Html {
  return table(
    ["", ""],
    [
      ["Events", count(events)],
      ["Sessions", count(sessions)],
      ["Users", users === 0 ? "none known" : count(users)],
      ["Items", count(items)],
      ["Events a session", (events / Math.max(1, sessions)).toFixed(1)],
      ["The same item again at once", percent(repeats.immediate)],
      ["An item that the session had", percent(repeats.inSession)],
      ["An item that the user had", repeats.ofUser === undefined ? "–" : percent(repeats.ofUser)],
    ],
  );
}

function popularity({ popularity }: Exploration): Html {
  return figure({
    caption:
      "Share of all events that the most popular items have; dashed, if all were equally popular.",
    chart: unitLine({ label: "Popularity curve", points: popularity, xTitle: "share of items" }),
    head: ["most popular items", "share of events"],
    rows: popularity.map(({ x, y }) => [percent(x), percent(y)]),
  });
}

function seasonality({ hours, weekdays }: Exploration): Html {
  const title = html`<h2>Seasonality</h2>`;
  if (hours === undefined || weekdays === undefined) {
    return html`${title}<p>The log has an order, and no times.</p>`;
  }
  return html`${title}${columns({
    caption: "Events by hour of the day, UTC.",
    head: ["hour", "events"],
    bars: hours.map((value, hour) => ({ name: String(hour), value })),
  })}${columns({
    caption: "Events by day of the week, UTC.",
    head: ["day", "events"],
    bars: weekdays.map((value, day) => ({ name: days[day]!, value })),
  })}`;
}

function columns(options: {
  caption: string;
  head: readonly string[];
  bars: readonly { name: string; value: number }[];
}): Html {
  const { caption, head, bars } = options;
  return figure({
    ...{ caption, head },
    chart: columnChart({ label: caption, columns: bars, format: (value) => count(value) }),
    rows: bars.map(({ name, value }) => [name, count(value)]),
  });
}

function count(value: number): string {
  return Math.round(value).toLocaleString("en-GB");
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
