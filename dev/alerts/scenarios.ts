import { edgeMetrics } from "@slipstream/edge/metrics/definitions";
import { modelMetrics } from "@slipstream/model-server/metric-definitions";
import { streamMetrics } from "@slipstream/stream/metric-definitions";

/** What was scraped, and whether an alert fires at its end. */
export interface Scenario {
  alert: string;
  /** What happens. */
  story: string;
  fires: boolean;
  /** Between two scrapes. */
  intervalSeconds: number;
  /** When it is looked at. */
  atSeconds: number;
  /** Series to values, in the notation of promtool's tests. */
  series: Readonly<Record<string, string>>;
}

const scrape = { intervalSeconds: 15, atSeconds: 180 };
const steady = (value: number) => `${value}+0x12`;
const on3 = (name: string) => `${name}{partition="3"}`;

const requests = (code: string) =>
  `${edgeMetrics.httpDuration.name}_count{shop="demo",http_response_status_code="${code}"}`;
const rails = (suffix: string) => `${edgeMetrics.eventToRail.name}_${suffix}`;

/** An hour and more of requests, or of rails, of which so many in a thousand are bad. */
function burn(badInThousand: number, minutes: number) {
  const good = 1000 - badInThousand;
  return {
    intervalSeconds: 60,
    atSeconds: minutes * 60,
    errors: {
      [requests("200")]: `0+${good}x${minutes}`,
      [requests("503")]: `0+${badInThousand}x${minutes}`,
    },
    late: {
      [`${rails("bucket")}{shop="demo",le="0.25"}`]: `0+${good}x${minutes}`,
      [`${rails("count")}{shop="demo"}`]: `0+1000x${minutes}`,
    },
  };
}

function burnScenarios(
  name: string,
  kind: "errors" | "late",
  bad: { fast: number; slow: number; fine: number },
): Scenario[] {
  const of = (
    alert: string,
    story: string,
    fires: boolean,
    badInThousand: number,
    minutes: number,
  ) => {
    const { errors, late, ...times } = burn(badInThousand, minutes);
    return { alert, story, fires, ...times, series: kind === "errors" ? errors : late };
  };
  return [
    of(`${name}FastBurn`, "an hour far beyond the budget", true, bad.fast, 70),
    of(`${name}FastBurn`, "a little beyond the budget", false, bad.slow, 70),
    of(`${name}SlowBurn`, "six hours beyond the budget", true, bad.slow, 370),
    of(`${name}SlowBurn`, "six hours within the budget", false, bad.fine, 370),
  ];
}

const recovered: Scenario = {
  alert: "ApiErrorsFastBurn",
  story: "a bad half hour that is over",
  fires: false,
  intervalSeconds: 60,
  atSeconds: 70 * 60,
  series: {
    [requests("200")]: "0+1000x70",
    [requests("503")]: "0+60x40 2400+0x29",
  },
};

const { ackFloor, ackPending, pending, recall, predictions } = streamMetrics;

/** For every alert at least one that makes it fire, and one that is like it and does not. */
export const scenarios: readonly Scenario[] = [
  ...burnScenarios("ApiErrors", "errors", { fast: 20, slow: 8, fine: 2 }),
  recovered,
  ...burnScenarios("LateRails", "late", { fast: 200, slow: 80, fine: 30 }),
  {
    ...scrape,
    alert: "AckFloorUnmoved",
    story: "events wait, and nothing is acknowledged",
    fires: true,
    series: {
      [on3(pending.name)]: "0+10x12",
      [on3(ackPending.name)]: steady(0),
      [on3(ackFloor.name)]: steady(500),
    },
  },
  {
    ...scrape,
    alert: "AckFloorUnmoved",
    story: "events wait, but one after the other is acknowledged",
    fires: false,
    series: {
      [on3(pending.name)]: "0+10x12",
      [on3(ackPending.name)]: steady(0),
      [on3(ackFloor.name)]: "500+1x12",
    },
  },
  {
    ...scrape,
    alert: "AckFloorUnmoved",
    story: "a quiet partition, and one event that has just come",
    fires: false,
    series: {
      [on3(pending.name)]: "0+0x11 1",
      [on3(ackPending.name)]: steady(0),
      [on3(ackFloor.name)]: steady(500),
    },
  },
  ...threshold("DeadLetters", streamMetrics.deadLetters.name, { fires: 1, silent: 0 }),
  ...threshold("HubOutboxOld", `${edgeMetrics.outboxAge.name}{shop="demo",shard="4"}`, {
    fires: 31,
    silent: 29,
  }),
  ...threshold("ShopOutboxOld", streamMetrics.outboxAge.name, { fires: 31, silent: 29 }),
  ...recallScenarios(),
  ...threshold(
    "FeatureDrift",
    `${modelMetrics.driftPsi.name}{shop="demo",feature="price"}`,
    { fires: 0.3, silent: 0.2 },
    900,
  ),
  ...counted("ModelRolledBack", `${modelMetrics.rollbacks.name}{shop="demo",name="ranker"}`),
  ...counted("LearnerRolledBack", streamMetrics.rollbacks.name),
  ...threshold("ProcessorMissing", 'up{job="stream"}', { fires: 0, silent: 1 }),
  ...threshold("PartitionUnheld", on3(streamMetrics.held.name), { fires: 0, silent: 1 }),
];

/** A gauge that stands at one value all the time. */
function threshold(
  alert: string,
  series: string,
  values: { fires: number; silent: number },
  atSeconds = scrape.atSeconds,
): Scenario[] {
  return (["fires", "silent"] as const).map((outcome) => ({
    alert,
    story: `it stands at ${values[outcome]}`,
    fires: outcome === "fires",
    intervalSeconds: scrape.intervalSeconds,
    atSeconds,
    series: { [series]: `${values[outcome]}+0x${atSeconds / scrape.intervalSeconds}` },
  }));
}

/** A counter that goes up by one, or does not. */
function counted(alert: string, series: string): Scenario[] {
  return [
    { ...scrape, alert, story: "once", fires: true, series: { [series]: "0+0x5 1+0x6" } },
    { ...scrape, alert, story: "once, long ago", fires: false, series: { [series]: steady(1) } },
  ];
}

function recallScenarios(): Scenario[] {
  const of = (story: string, fires: boolean, learner: number, samples: number): Scenario => {
    const steadily = (value: number) => `${value}+0x40`;
    return {
      alert: "RecallUnderBaseline",
      story,
      fires,
      intervalSeconds: 15,
      atSeconds: 600,
      series: {
        [`${recall.name}{shop="demo",model="learner"}`]: steadily(learner),
        [`${recall.name}{shop="demo",model="popularity"}`]: steadily(0.1),
        [`${predictions.name}{shop="demo"}`]: steadily(samples),
      },
    };
  };
  return [
    of("the learner is worse", true, 0.08, 2_000),
    of("the learner is better", false, 0.2, 2_000),
    of("it is too early to say", false, 0.08, 100),
  ];
}
