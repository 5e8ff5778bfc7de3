import { describe, expect, it } from "vitest";
import { logOf } from "../log.ts";
import { columnChart, rowChart, unitLine } from "./charts.ts";
import { explore } from "./exploration.ts";
import { html, table } from "./html.ts";

/** Thursday, 1 January 2026, 10:00 UTC. */
const at = Date.UTC(2026, 0, 1, 10);
const HOUR_MS = 3_600_000;

describe("what a log is like", () => {
  const log = logOf([
    { sessionId: "a", userId: "u", itemId: "lamp", at },
    { sessionId: "a", userId: "u", itemId: "lamp", at: at + 1 },
    { sessionId: "a", userId: "u", itemId: "mug", at: at + 2 },
    { sessionId: "a", userId: "u", itemId: "lamp", at: at + 3 },
    { sessionId: "b", userId: "u", itemId: "mug", at: at + HOUR_MS },
    { sessionId: "c", itemId: "vase", at: at + 24 * HOUR_MS },
  ]);
  const found = explore(log, 4);

  it("is counted", () => {
    expect(found).toMatchObject({ events: 6, sessions: 3, users: 1, items: 3 });
    expect(found.lengths.filter(({ value }) => value > 0)).toEqual([
      { name: "1", value: 2 },
      { name: "4", value: 1 },
    ]);
  });
  it("by its repeats: at once, in the session, of the user", () => {
    expect(found.repeats).toEqual({ immediate: 1 / 6, inSession: 2 / 6, ofUser: 3 / 5 });
  });
  it("by its popularity: half of the items have most of the events", () => {
    expect(found.popularity.at(0)).toEqual({ x: 0, y: 0 });
    expect(found.popularity.find(({ x }) => x === 0.3)?.y).toBe(3 / 6);
    expect(found.popularity.at(-1)).toEqual({ x: 1, y: 1 });
    expect(found.rareItems).toBe(1);
  });
  it("by its hours and days, Monday first", () => {
    expect(found.hours?.slice(10, 12)).toEqual([5, 1]);
    expect(found.weekdays).toEqual([0, 0, 0, 5, 1, 0, 0]);
  });
  it("by its cold items: one of two held-out events", () => {
    expect(found.coldTargets).toBe(0.5);
    expect(found.newItems.reduce((sum, count) => sum + count, 0)).toBe(3);
  });
  it("has no hours where it has no times", () => {
    const { hours, weekdays } = explore(logOf([{ userId: "u", itemId: "i" }]), 0);
    expect([hours, weekdays]).toEqual([undefined, undefined]);
  });
});

describe("markup", () => {
  it("escapes what is put into it, once", () => {
    const inner = html`<b>${'a < b & "c"'}</b>`;
    expect(html`<p>${inner}${[1, "<"]}${undefined}</p>`.markup).toBe(
      "<p><b>a &lt; b &amp; &quot;c&quot;</b>1&lt;</p>",
    );
    expect(table(["<"], [[">"]]).markup).toContain("<td>&gt;</td>");
  });
  it("draws a column as high as its value, and nothing of nothing", () => {
    const heights = (values: number[]) => {
      const columns = values.map((value, place) => ({ name: String(place), value }));
      const { markup } = columnChart({ label: "x", columns, format: String });
      return [...markup.matchAll(/class="bar".*?height="([\d.]+)"/g)].map(([, high]) =>
        Number(high),
      );
    };
    const [half, whole] = heights([5, 10]);
    expect(half).toBeCloseTo(whole! / 2, 1);
    expect(heights([0, 0])).toEqual([0, 0]);
    expect(heights([])).toEqual([]);
  });
  it("draws intervals and lines without a number that is none", () => {
    const rows = [
      { name: "a", value: 0 },
      { name: "b", value: 0.2, low: 0.1, high: 0.3 },
    ];
    const drawn = [
      rowChart({ label: "x", rows, format: String }),
      rowChart({ label: "x", rows: [], format: String }),
      unitLine({ label: "x", points: [], xTitle: "y" }),
    ];
    for (const { markup } of drawn) expect(markup).not.toMatch(/NaN|Infinity/);
    expect(drawn[0]!.markup.match(/class="whisker"/g)).toHaveLength(1);
  });
});
