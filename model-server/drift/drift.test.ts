import { jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { PSI_DRIFT, PSI_WATCH } from "@slipstream/algorithms/drift/psi";
import { referenceOf } from "@slipstream/algorithms/drift/reference";
import { randomFrom } from "@slipstream/algorithms/random";
import { SCORE_COLUMN } from "@slipstream/contracts/model-reports";
import type { ServedMessage } from "@slipstream/contracts/served";
import { serveAnswers } from "@slipstream/dev/testing/archived-shop";
import { startTestServices } from "@slipstream/dev/testing/services";
import { afterAll, expect, test } from "vitest";
import { rankColumns } from "../rank/rank-columns.ts";
import type { Ranker } from "../rank/ranker.ts";
import { servedReferences } from "../training/served-references.ts";
import { driftReport } from "./drift-report.ts";
import { sampleServed } from "./sample-served.ts";

const services = await startTestServices({ nats: true });
const connection = await connect({ servers: services.nats.urls.url });
afterAll(() => connection.close());

const width = rankColumns.length;
const ENOUGH = 300;
const version = "20261120T120001000Z";
/** Its score is the sum of the first three columns. */
const ranker: Ranker = {
  ...{ name: "gbdt", version, features: rankColumns, knowsSession: true },
  score: ({ rows, values }) =>
    Float64Array.from(rows, (_, at) =>
      [0, 1, 2].reduce((sum, column) => sum + (values[at * width + column] || 0), 0),
    ),
  contributions: () => [],
};

/** Rows of a shop's answers: skewed, often missing, mostly zero, in turn; the third column may shift. */
function rowsOf(seed: number, count: number, shift = 0): Float32Array[] {
  const random = randomFrom([seed]);
  const draws = [
    () => random.unit() ** 3,
    () => (random.unit() < 0.4 ? Number.NaN : random.unit()),
    () => random.unit() + random.unit() + shift,
    () => (random.unit() < 0.8 ? 0 : 1 + random.below(5)),
  ];
  const plain = [draws[0]!, draws[1]!, () => random.unit() + random.unit(), draws[3]!];
  return Array.from({ length: count }, () =>
    Float32Array.from({ length: width }, (_, column) =>
      (column === 2 ? draws[2]! : plain[column % 4]!)(),
    ),
  );
}

const past = rowsOf(1, 6_000);
const column = (at: number) => referenceOf(past.map((row) => row[at]!));
const noQuery = { recent: [], recentAt: [], earlier: [], now: 0, session: -1 };
const tableOf = (values: Float32Array) => ({
  ...{ names: rankColumns, rows: new Int32Array(values.length / width), values },
});
const scores = await ranker.score(
  tableOf(Float32Array.from(past.flatMap((row) => [...row]))),
  noQuery,
);
const references = {
  ...Object.fromEntries(rankColumns.map((name, at) => [name, column(at)])),
  [SCORE_COLUMN]: referenceOf(scores),
  // Silent in all of the training: no tree reads them, whatever they say now.
  [rankColumns[4]!]: referenceOf(past.map(() => Number.NaN)),
  [rankColumns[7]!]: referenceOf(past.map(() => 0)),
};

/** Answers of ten rows, and in each one that was only pinned: all 0. */
function answers(rows: readonly Float32Array[], served = version): ServedMessage[] {
  return Array.from({ length: rows.length / 10 }, (_, answer) => ({
    ...{ requestId: `r${answer}`, placement: "home_for_you", visitorId: "v", sessionId: "s" },
    ...{ servedAt: 1_000 + answer, model: "gbdt", modelVersion: served },
    features: [...rankColumns],
    rows: [...rows.slice(answer * 10, answer * 10 + 10), new Float32Array(width)].map(
      (values, position) => ({ itemId: `i${position}`, position, score: 0, propensity: 1, values }),
    ),
  }));
}

async function reportOf(shop: string) {
  const manager = await jetstreamManager(connection);
  const random = randomFrom([5]);
  const within = { window: 5_000, looks: 2_000, enough: ENOUGH, random: () => random.unit() };
  const accepts = ({ modelVersion }: ServedMessage) => modelVersion === version;
  const messages = await sampleServed(manager, { shop, accepts, ...within });
  return { messages, report: await driftReport({ version, ranker, references, messages }) };
}

test("silent on what is drawn anew from the same, over all columns and the score", async () => {
  await serveAnswers(services.nats.urls.url, "resampled", answers(rowsOf(2, 3_500)));
  const { messages, report } = await reportOf("resampled");
  expect(new Set(messages.map(({ requestId }) => requestId)).size).toBe(messages.length);
  expect(report).toMatchObject({ version, answers: messages.length, rows: messages.length * 10 });
  expect(report!.columns).toHaveLength(width + 1 - 2);
  for (const { psi, ks } of report!.columns) {
    expect(psi).toBeLessThan(PSI_WATCH / 2);
    expect(ks).toBeLessThan(0.08);
  }
});

test("fires on a shifted stream, and names what shifted", async () => {
  await serveAnswers(services.nats.urls.url, "shifted", answers(rowsOf(3, 3_500, 0.6)));
  const { report } = await reportOf("shifted");
  const drifted = report!.columns.filter(({ psi }) => psi > PSI_DRIFT);
  expect(drifted.map(({ feature }) => feature)).toEqual([rankColumns[2]!, SCORE_COLUMN]);
  expect(drifted[0]!.actual.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
  expect(drifted[0]!.actual).toHaveLength(drifted[0]!.expected.length);
});

test("a training keeps how it was served, and is silent on the same again", async () => {
  const silent = rankColumns[5]!;
  const servedLike = (seed: number) => {
    const rows = rowsOf(seed, 3_500, 0.6);
    for (const row of rows) row[5] = Number.NaN;
    return answers(rows);
  };
  const score = (values: Float32Array) => ranker.score(tableOf(values), noQuery) as Float64Array;
  const kept = servedReferences({ served: servedLike(7), replayed: references, score });
  const window = { version, ranker, references: kept };
  const report = await driftReport({ ...window, messages: servedLike(8) });
  for (const { feature, psi } of report!.columns) {
    if (feature === silent) expect(psi).toBeGreaterThan(PSI_DRIFT);
    else expect(psi).toBeLessThan(PSI_WATCH / 2);
  }
  // Of what they say nothing of, and of few answers, the replay's are kept.
  expect(kept[silent]).toEqual(references[silent]);
  const few = servedLike(7).slice(0, 150);
  // So they are of answers in which nothing was ranked, and of those under other columns.
  const unranked = servedLike(7).map((each) => ({ ...each, rows: each.rows.slice(-1) }));
  const others = servedLike(7).map((each) => ({ ...each, features: each.features.toReversed() }));
  for (const served of [few, unranked, others]) {
    expect(servedReferences({ served, replayed: references, score })).toEqual(references);
  }
  expect(await driftReport({ ...window, messages: others })).toBeUndefined();
  const late = others.map((each) => ({ ...each, servedAt: 9_000 }));
  const mixed = await driftReport({ ...window, messages: [...servedLike(8), ...late] });
  expect(mixed).toEqual(report);
});

test("says nothing of few answers, nor of those that another model ranked", async () => {
  await serveAnswers(services.nats.urls.url, "few", answers(rowsOf(4, 300, 5)));
  expect((await reportOf("few")).report).toBeUndefined();
  const others = answers(rowsOf(4, 3_000, 5), "7");
  await serveAnswers(services.nats.urls.url, "others", others);
  expect(await reportOf("others")).toEqual({ messages: [], report: undefined });
  // Where most answers are others', it looks further, until it has enough of its own.
  const own = answers(rowsOf(6, 8_000)).flatMap((each, at) => [each, others[at % others.length]!]);
  await serveAnswers(services.nats.urls.url, "others", own);
  const { messages, report } = await reportOf("others");
  expect(messages.length).toBeGreaterThanOrEqual(ENOUGH);
  expect(messages.length).toBeLessThan(ENOUGH + 8);
  for (const { psi } of report!.columns) expect(psi).toBeLessThan(PSI_WATCH / 2);
});
