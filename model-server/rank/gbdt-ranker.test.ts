import { batchPlaces } from "@slipstream/algorithms/engine/standard";
import { GbdtModel } from "@slipstream/algorithms/gbdt/model";
import { encodeGbdtModel } from "@slipstream/algorithms/gbdt/model-codec";
import { trainGbdt } from "@slipstream/algorithms/gbdt/train";
import { loadableHash } from "@slipstream/contracts/ranker-features";
import { decodeServed, encodeServed, type ServedMessage } from "@slipstream/contracts/served";
import { Redis } from "ioredis";
import { describe, expect, test } from "vitest";
import { batchMaker } from "../batch/batch-maker.ts";
import { Deadline } from "../deadline.ts";
import { treeEnsembleBytes } from "../onnx/tree-ensemble.ts";
import { type PipelineParts, type Recommendation, recommend } from "../pipeline.ts";
import {
  describeModel,
  featureHash,
  type Manifest,
  type ModelFiles,
} from "../registry/manifest.ts";
import { messageOf } from "../served-log.ts";
import { SessionReader } from "../session-reader.ts";
import type { ShopModel } from "../shop-model.ts";
import { NOW, requestFor, smallShop, stepFactory } from "../testing/shop.ts";
import { trainedModel } from "../testing/trained.ts";
import { GbdtRankerError, gbdtMaker, ONNX_FILE, TREES_FILE } from "./gbdt-ranker.ts";
import { RANK_COLUMNS_VERSION, rankColumns } from "./rank-columns.ts";
import type { Ranker } from "./ranker.ts";

const errors: unknown[] = [];
const parts: PipelineParts = {
  sessions: new SessionReader(new Redis({ lazyConnect: true })),
  waitFor: async () => true,
  random: () => 0,
  now: () => NOW,
  onError: (error) => errors.push(error),
};

async function ask(model: ShopModel, values: object, budgetMs = 5000): Promise<Recommendation> {
  const request = requestFor({ limit: 20, ...values });
  return recommend(parts, { model, request, deadline: new Deadline(budgetMs) });
}

/** What SERVED has of an answer, as whoever trains reads it. */
function logged({ model, response, trace }: Recommendation): ServedMessage {
  return decodeServed(encodeServed(messageOf({ model, response, trace: trace! })));
}

/** Trees that put first what others went on to look at next, learnt from rows of SERVED. */
async function trainOnServed(): Promise<GbdtModel> {
  const model = smallShop();
  const contexts = ["cups-0", "cups-1", "cups-2", "cups-3", "lamps-0", "rugs-3", "rugs-5"];
  const answers = await Promise.all(contexts.map((itemId) => ask(model, { context: [itemId] })));
  const messages = answers.map(logged);
  const groups = messages.map(({ rows }) => rows);
  const wanted = rankColumns.indexOf("next_item.score");
  const starts = groups.map((_, group) => groups.slice(0, group).flat().length);
  return trainGbdt(
    {
      features: messages[0]!.features,
      values: Float32Array.from(groups.flat(2).flatMap(({ values }) => [...values])),
      labels: Float32Array.from(groups.flat(), ({ values }) => (values[wanted]! > 0 ? 1 : 0)),
      groups: Int32Array.of(...starts, groups.flat().length),
    },
    { settings: { trees: 20, minHessian: 0.1 } },
  );
}

const trees = await trainOnServed();
const files: ModelFiles = new Map([
  [ONNX_FILE, treeEnsembleBytes(trees.trees)],
  [TREES_FILE, encodeGbdtModel(trees)],
]);

function manifestOf(of: ModelFiles): Manifest {
  const { manifest } = trainedModel(7);
  const { schemaVersion: _, featureHash: __, files: ___, ...description } = manifest;
  return describeModel({ ...description, kind: "gbdt", format: "onnx" }, of);
}

const ranker = await gbdtMaker.makeFrom(files, manifestOf(files));

describe("a ranker of trees", () => {
  test("reads the columns of every engine, and the blend's", () => {
    expect(trees.features).toEqual(rankColumns);
    // By this the edge knows which versions can be loaded.
    expect(featureHash(gbdtMaker)).toBe(loadableHash(gbdtMaker.name));
    for (const name of batchPlaces) {
      expect(featureHash(batchMaker(name))).toBe(loadableHash(name));
    }
    expect(gbdtMaker.features).toBe(rankColumns);
    expect(gbdtMaker.featureVersion).toBe(RANK_COLUMNS_VERSION);
    expect(rankColumns.at(-1)).toBe("blend.score");
  });

  test("ranks the session's rails by the scores that training's own trees give the logged rows", async () => {
    const answer = await ask(smallShop({}, ranker), { context: ["cups-0"] });
    expect(answer.response.model).toEqual({ name: "gbdt", version: ranker.version });
    expect(answer.response.degraded).toBe(false);
    const { ranked, situation } = answer.trace!;
    const byBlend = answer.model.rankers.blendFor(situation).score(ranked.table, situation.query);
    const { features, rows } = logged(answer);
    expect(features).toEqual(ranker.features);
    expect(rows.length).toBeGreaterThan(20);
    for (const { itemId, values } of rows) {
      const place = ranked.table.rows.indexOf(answer.model.ids.rowOf(itemId)!);
      const width = features.length;
      // NaN where nothing is known: bit by bit what the ranker read.
      expect(values).toEqual(ranked.table.values.slice(place * width, (place + 1) * width));
      expect(ranked.scores[place]).toBeCloseTo(trees.predict(values)[0]!, 5);
      expect(values.at(-1)).toBe(Math.fround(byBlend[place]!));
    }
  });

  test("has the say on rails that start from the session alone, as it learnt them", async () => {
    const model = smallShop({}, ranker);
    const nameOf = async (values: object) => (await ask(model, values)).response.model.name;
    expect(await nameOf({ context: ["cups-0", "lamps-1"] })).toBe("gbdt");
    const viewed = { placement: "because_you_viewed" };
    expect(await nameOf({ ...viewed, context: ["cups-0"] })).toBe("gbdt");
    expect(await nameOf({ ...viewed, context: ["cups-0", "lamps-1"] })).toBe("linear-blend");
    expect(await nameOf({})).toBe("linear-blend");
    expect(await nameOf({ placement: "similar", itemId: "cups-0" })).toBe("linear-blend");
  });

  test("is not bent to the session by hand, but for one-off goods that were bought", async () => {
    const model = smallShop({}, ranker);
    const step = stepFactory();
    for (const itemId of ["rugs-9", "cups-2"]) {
      const bought = step({ itemId, type: "purchase", visitorId: "buyer", sessionId: "b" });
      model.steps.apply(9, [bought]);
    }
    const who = { visitorId: "buyer", context: ["cups-1", "cups-0"] };
    const { rescored, ranked } = (await ask(model, who)).trace!;
    const dampingOf = (itemId: string) =>
      rescored.damping[ranked.table.rows.indexOf(model.ids.rowOf(itemId)!)];
    expect(ranked.ranker).toBe(ranker);
    expect(rescored.bonus.every((bonus) => bonus === 0)).toBe(true);
    expect(dampingOf("cups-1")).toBe(1);
    expect(dampingOf("cups-2")).toBe(0.05);
    const byHand = (await ask(smallShop(), { context: ["cups-1", "cups-0"] })).trace!;
    expect(byHand.rescored.bonus.some((bonus) => bonus > 0)).toBe(true);
    expect(byHand.rescored.damping.some((damping) => damping === 0.2)).toBe(true);
  });

  test("explains a row by its sources' own columns", async () => {
    const { ranked, situation } = (await ask(smallShop({}, ranker), { context: ["cups-0"] }))
      .trace!;
    const place = ranked.scores.indexOf(Math.max(...ranked.scores));
    const contributions = ranker.contributions(ranked.table, situation.query, place);
    const [best] = contributions.sort((left, right) => right.score - left.score);
    expect(best!.score).toBeGreaterThan(0);
    for (const { source } of contributions) {
      const column = ranked.table.names.indexOf(`${source}.rr`);
      expect(ranked.table.values[place * rankColumns.length + column]).toBeGreaterThan(0);
    }
  });
});

describe("a model's bytes", () => {
  test("without a graph the trees score by themselves, the same", async () => {
    const alone = new Map([[TREES_FILE, files.get(TREES_FILE)!]]);
    const other = await gbdtMaker.makeFrom(alone, manifestOf(alone));
    const { ranked, situation } = (await ask(smallShop({}, ranker), { context: ["cups-0"] }))
      .trace!;
    const scores = await other.score(ranked.table, situation.query);
    for (const [place, score] of scores.entries()) {
      expect(score).toBeCloseTo(ranked.scores[place]!, 5);
    }
  });

  test("of other columns, or without trees, are refused", async () => {
    const renamed = new GbdtModel({ ...trees.trees, features: rankColumns.toReversed() });
    const reversed = new Map([[TREES_FILE, encodeGbdtModel(renamed)]]);
    await expect(gbdtMaker.makeFrom(reversed, manifestOf(reversed))).rejects.toThrow(/feature 0/);
    const graph = new Map([[ONNX_FILE, files.get(ONNX_FILE)!]]);
    await expect(gbdtMaker.makeFrom(graph, manifestOf(graph))).rejects.toThrow(GbdtRankerError);
  });
});

/** The trees, but what they say comes when and as a test wants. */
function rankerThat(answers: (scores: Promise<Float64Array>) => Promise<Float64Array>): Ranker {
  return {
    ...{ name: "gbdt", version: "late", features: rankColumns, knowsSession: true },
    score: (table, query) => answers(Promise.resolve(ranker.score(table, query))),
    contributions: (table, query, row) => ranker.contributions(table, query, row),
  };
}

describe("a trained ranker that fails the answer", () => {
  const context = { context: ["cups-0"] };
  const idsOf = ({ response }: Recommendation) => response.items.map(({ itemId }) => itemId);

  test("is too late: the blend's order goes out in time, and says so", async () => {
    const never = rankerThat(() => new Promise(() => {}));
    const startedAt = performance.now();
    // A busy machine may be slow: far less than for ever is what counts.
    const answer = await ask(smallShop({}, never), context, 300);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(answer.response.model.name).toBe("linear-blend");
    expect(answer.trace!.ranked.asWanted).toBe(false);
    expect(answer.response.items).toHaveLength(20);
  });

  test("throws: the blend's order goes out, and somebody is told", async () => {
    errors.length = 0;
    const broken = rankerThat(() => Promise.reject(new Error("no graph")));
    const answer = await ask(smallShop({}, broken), context);
    expect(errors).toEqual([new Error("no graph")]);
    expect(answer.response).toMatchObject({ degraded: true, model: { name: "linear-blend" } });
    const plain = await ask(
      smallShop(
        {},
        rankerThat(async () => {
          throw new Error("again");
        }),
      ),
      context,
    );
    expect(idsOf(answer)).toEqual(idsOf(plain));
  });

  test("says what is no number: such items come last", async () => {
    const odd = rankerThat(async (scores) => (await scores).fill(Number.NaN, 0, 3));
    const { trace } = await ask(smallShop({}, odd), context);
    expect(new Set(trace!.rescored.order.slice(-3))).toEqual(new Set([0, 1, 2]));
    expect(trace!.rescored.scores.every(Number.isFinite)).toBe(true);
  });
});
