import type { OpsStatus } from "@slipstream/contracts/ops-status";
import { expect, test } from "vitest";
import { figureText } from "./figure-text.ts";
import { addSample } from "./ops/history.ts";
import { movedTo, spanOf } from "./ops/span.ts";
import { sparklinePath } from "./sparkline.tsx";

test("figures are short and keep what tells", () => {
  const shown = [0, 0.123, 1.5, 18.04, 321.4, 9_999, 12_345, 2_500_000, Number.NaN, undefined];
  expect(shown.map(figureText)).toEqual([
    "0",
    "0.12",
    "1.5",
    "18",
    "321",
    "9999",
    "12.3k",
    "2.5M",
    "–",
    "–",
  ]);
});

test("a sparkline stands on zero and breaks where nothing was measured", () => {
  expect(sparklinePath([0, 2, Number.NaN, 1])).toBe("M0.0 27.0L40.0 1.0M120.0 14.0");
});

function status(at: number): OpsStatus {
  const counts = { duplicatesDropped: 0, pushed: 0, outboxDepth: 0, outboxOldestAgeSeconds: 0 };
  return {
    at,
    health: { state: "ok", parts: {} },
    hubs: { ...counts, accepted: 0, sockets: 0, shards: [] },
  };
}

test("each answer is a moment, once; what did not answer has no figures", () => {
  const history = addSample(addSample([], status(1_000)), status(3_000));
  expect(history.map(({ at }) => at)).toEqual([1, 3]);
  expect(history[1]?.pending).toBeNaN();
  expect(addSample(history, status(3_000))).toBe(history);
});

test("the time shown is a preset that moves on, or two moments that stay", () => {
  const spanAt = (query: string) => spanOf(new URLSearchParams(query), 10_000);
  expect(spanAt("")).toEqual({ from: 9_100, to: 10_000, preset: "15m" });
  expect(spanAt("span=1h&from=5")).toEqual({ from: 6_400, to: 10_000, preset: "1h" });
  expect(movedTo(spanAt("span=1h"), 10_060)).toMatchObject({ from: 6_460, to: 10_060 });
  const chosen = spanAt("span=1h&from=700&to=900");
  expect(chosen).toEqual({ from: 700, to: 900, preset: undefined });
  expect(movedTo(chosen, 10_060)).toBe(chosen);
  expect(spanAt("from=899&to=900").from).toBe(870);
  expect(spanAt("from=1970-01-01T00:01&to=1970-01-01T00:05")).toMatchObject({ from: 60, to: 300 });
  for (const nonsense of [
    "span=toString",
    "from=9&to=3",
    "from=-1&to=3",
    "from=x&to=3",
    "from=1970-99-01T00:01&to=3",
  ]) {
    expect(spanAt(nonsense).preset).toBe("15m");
  }
});
