import { expect, test } from "vitest";
import type { LivePage } from "./drive.ts";
import { driveFreshness } from "./drive.ts";

/** A page whose rails `answer` decides on, at once. */
function page(answer: (eventId: string, hear: (causeEventId: string) => void) => void): LivePage {
  let hear: (causeEventId: string) => void = () => {};
  return {
    async view(eventId) {
      answer(eventId, hear);
    },
    onRail(listener) {
      hear = listener;
    },
    close() {},
  };
}

const settings = { ratePerSecond: 200, warmUpSeconds: 0.1, seconds: 0.5 };

test("every view after the warm-up is timed once", async () => {
  const seen: string[] = [];
  const pages = [1, 2, 3].map(() =>
    page((eventId, hear) => {
      seen.push(eventId);
      hear(eventId);
      hear(eventId);
    }),
  );
  const result = await driveFreshness({ pages, ...settings });
  expect(seen).toHaveLength(120);
  expect(new Set(seen).size).toBe(120);
  expect(result).toMatchObject({ sent: 100, unanswered: 0 });
  expect(result.latenciesMs).toHaveLength(100);
});

test("a rail answers the page's earlier views as well", async () => {
  let count = 0;
  const everyOther = page((eventId, hear) => {
    if (++count % 2 === 0) hear(eventId);
  });
  const result = await driveFreshness({ pages: [everyOther], ...settings });
  expect(result).toMatchObject({ sent: 100, unanswered: 0 });
  expect(result.latenciesMs).toHaveLength(100);
});

test("rails that others caused answer nothing; what stays unanswered is counted", async () => {
  const deaf = page((_, hear) => hear("another's"));
  const result = await driveFreshness({
    pages: [deaf],
    ...settings,
    seconds: 0.05,
    lastWaitSeconds: 0.1,
  });
  expect(result).toEqual({ latenciesMs: [], sent: 10, unanswered: 10 });
});

test("a request that fails fails the measurement", async () => {
  const broken: LivePage = { ...page(() => {}), view: () => Promise.reject(new Error("no")) };
  await expect(driveFreshness({ pages: [broken], ...settings })).rejects.toThrow("no");
});
