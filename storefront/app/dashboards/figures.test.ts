import type { OpsStatus } from "@slipstream/contracts/ops-status";
import { expect, test } from "vitest";
import { figureText } from "./figure-text.ts";
import { addSample } from "./ops/history.ts";
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

function status(at: number, accepted: number): OpsStatus {
  const counts = { duplicatesDropped: 0, pushed: 0, outboxDepth: 0, outboxOldestAgeSeconds: 0 };
  return {
    at,
    health: { state: "ok", parts: {} },
    hubs: { ...counts, accepted, sockets: 0, shards: [] },
  };
}

test("the rate of acceptance is counted between two answers", () => {
  const [first, second] = [status(1_000, 100), status(3_000, 150)];
  const history = addSample(addSample([], first, undefined), second, first);
  expect(history.map(({ acceptedPerSecond }) => acceptedPerSecond)).toEqual([Number.NaN, 25]);
  expect(history[1]?.pending).toBeNaN();
});

test("the same answer twice is one moment", () => {
  const first = status(1_000, 100);
  const history = addSample([], first, undefined);
  expect(addSample(history, first, first)).toBe(history);
});
