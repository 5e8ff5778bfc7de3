import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { Objm } from "@nats-io/obj";
import { connect } from "@nats-io/transport-node";
import { MODEL_BUCKET } from "@slipstream/contracts/subjects";
import { startTestServices } from "@slipstream/dev/testing/services";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { easeFiles, keptEase } from "../testing/kept.ts";
import { blendMaker, trainedModel, versionOf } from "../testing/trained.ts";
import { Database } from "../views/database.ts";
import { ArtefactStore } from "./artefact-store.ts";
import { loadModel } from "./load.ts";
import { describeModel, type ModelDescription } from "./manifest.ts";
import { type Promotion, promote, promoteTogether, rollBack } from "./promote.ts";
import { publish } from "./publish.ts";
import { readChampion } from "./read-staged.ts";

const services = await startTestServices({ postgres: true, nats: true });
const sql = postgres(services.postgres.adminUrl, { max: 2, onnotice: () => {} });
const connection = await connect({ servers: services.nats.urls.url });
const database = new Database(services.postgres.appUrl);
const store = new ArtefactStore(Promise.resolve(connection), { silenceMs: 300 });
const registry = { database, store };
const actor = { kind: "test" };
afterAll(async () => {
  await database.close();
  await connection.close();
  await sql.end();
});

let minutes = 0;
/** Publishes a model of the next minute. */
async function publishNext(shop: string, description: Partial<ModelDescription> = {}) {
  const model = trainedModel(++minutes, { weight: minutes, description });
  await publish(registry, { shop, ...model });
  return { ...model, version: model.manifest.version };
}
const promotion = (values: Partial<Promotion> & { version: string }): Promotion => ({
  ...{ shop: "demo", name: "ranker", to: "champion", actor },
  ...values,
});
const send = (values: Parameters<typeof promotion>[0]) => promote(database, promotion(values));
const load = (manifest: Parameters<typeof loadModel>[1]["manifest"], maker = blendMaker) =>
  loadModel({ store, maker }, { shop: "demo", manifest });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "fine",
    (error: { code?: string }) => error.code ?? String(error),
  );

describe("publishing", () => {
  test("writes the row as the manifest has it, and bytes that come back", async () => {
    const { manifest, version } = await publishNext("demo");
    const [row] = await sql`select * from models where version = ${version}`;
    expect(row).toMatchObject({
      ...{ shop_id: "demo", name: "ranker", stage: "candidate", traffic_share: 0 },
      ...{ feature_hash: manifest.featureHash, manifest: JSON.parse(JSON.stringify(manifest)) },
      metrics: manifest.metrics,
      data_to: new Date(manifest.trainedOn.to),
    });
    expect((await load(manifest)).version).toBe(String(minutes));
    expect(await readChampion(database, { shop: "demo", name: "ranker" })).toBeUndefined();
  });

  test("the same twice is once; another model under its version is refused and harms nothing", async () => {
    const { manifest, files } = await publishNext("demo");
    expect(await publish(registry, { shop: "demo", manifest, files })).toBe(false);
    const other = trainedModel(minutes, { weight: -1 });
    expect(await codeOf(publish(registry, { shop: "demo", ...other }))).toBe("version_taken");
    expect((await load(manifest)).version).toBe(String(minutes));
    const rows = await sql`select 1 from models where version = ${manifest.version}`;
    expect(rows).toHaveLength(1);
  });

  test("without bytes there is no row", async () => {
    const { manifest, files } = trainedModel(++minutes);
    const publishing = (given: typeof files) =>
      codeOf(publish(registry, { shop: "demo", manifest, files: given }));
    const bytes = files.get("weights.slbl")!;
    expect(await publishing(new Map())).toBe("unreadable_manifest");
    expect(await publishing(new Map([["weights.slbl", bytes.slice(1)]]))).toBe("wrong_length");
    expect(await publishing(new Map([["weights.slbl", bytes.map((byte) => ~byte)]]))).toBe(
      "wrong_hash",
    );
    expect(await sql`select 1 from models where version = ${manifest.version}`).toHaveLength(0);
  });

  test("a file of many chunks comes back whole, and one shop's is not another's", async () => {
    const bytes = new Uint8Array(3_000_000).map((_, at) => (at * 2_654_435_761) >>> 24);
    const files = new Map([["model.bin", bytes]]);
    const manifest = describeModel(trainedModel(++minutes).manifest, files);
    await publish(registry, { shop: "demo", manifest, files });
    const [file] = manifest.files;
    expect(Buffer.from(await store.read("demo", file!)).equals(bytes)).toBe(true);
    expect(await codeOf(store.read("other", file!))).toBe("artefact_missing");
  });
});

describe("promoting", () => {
  test("a champion retires the one before, with audit and word to the servers", async () => {
    await sql`delete from outbox`;
    const first = await publishNext("shop-a");
    const second = await publishNext("shop-a");
    const demo = { shop: "shop-a" };
    expect(await send({ ...demo, version: first.version })).toEqual([
      { name: "ranker", version: first.version, from: "candidate", to: "champion" },
    ]);
    const user = "01900000-0000-7000-8000-000000000001";
    const changes = await send({
      ...demo,
      version: second.version,
      actor: { id: user, kind: "ops" },
      reason: "better",
    });
    expect(changes).toEqual([
      { name: "ranker", version: first.version, from: "champion", to: "retired" },
      { name: "ranker", version: second.version, from: "candidate", to: "champion" },
    ]);
    expect(await readChampion(database, { ...demo, name: "ranker" })).toEqual(second.manifest);
    const audits = await sql`select * from audit where resource = 'model' order by id`;
    expect(audits).toHaveLength(3);
    expect(audits.at(-1)).toMatchObject({
      ...{ shop_id: "shop-a", actor_id: user, actor_kind: "ops", reason: "better" },
      ...{ action: "promote", resource_id: `ranker/${second.version}` },
      ...{ before: { stage: "candidate" }, after: { stage: "champion", trafficShare: 1 } },
    });
    expect(await sql`select * from outbox where kind = 'models'`).toHaveLength(2);
    expect(await send({ ...demo, version: second.version })).toEqual([]);
    expect(await sql`select * from outbox where kind = 'models'`).toHaveLength(2);
    // And back.
    await send({ ...demo, version: first.version });
    expect(await readChampion(database, { ...demo, name: "ranker" })).toEqual(first.manifest);
  });

  test("what cannot be is refused, and changes nothing", async () => {
    const { version } = await publishNext("shop-b");
    const shop = "shop-b";
    expect(await codeOf(send({ shop, version: versionOf(59) }))).toBe("unknown_model");
    expect(await codeOf(send({ shop: "shop-a", version }))).toBe("unknown_model");
    expect(await codeOf(send({ shop, version, to: "canary", trafficShare: 0.3 }))).toBe(
      "invalid_share",
    );
    expect(await codeOf(send({ shop, version, to: "shadow", trafficShare: 0.1 }))).toBe(
      "invalid_share",
    );
    await send({ shop, version, to: "canary", trafficShare: 0.05 });
    await send({ shop, version, to: "canary", trafficShare: 0.25 });
    await send({ shop, version });
    expect(await codeOf(send({ shop, version, to: "shadow" }))).toBe("stage_not_reachable");
    const rows = await sql`select stage, traffic_share from models where shop_id = ${shop}`;
    expect(rows).toEqual([{ stage: "champion", traffic_share: 1 }]);
  });

  test("what serves together comes together or not at all, and goes back together", async () => {
    const shop = "pairs";
    const [first, { version }] = [await publishNext(shop), await publishNext(shop)];
    await send({ shop, version: first.version });
    const crowns = ["ranker", "ease"].map((name) => promotion({ name, version }));
    const together = () => promoteTogether(database, shop, crowns);
    const champions = () =>
      sql`select name, version from models where shop_id = ${shop} and stage = 'champion' order by 1`;
    expect(await codeOf(together())).toBe("unknown_model");
    expect(await champions()).toEqual([{ name: "ranker", version: first.version }]);
    await publish(registry, { shop, ...keptEase(minutes, easeFiles([["a", "b"]])) });
    await sql`delete from outbox`;
    await together();
    expect(await champions()).toEqual(["ease", "ranker"].map((name) => ({ name, version })));
    expect(await sql`select 1 from outbox where kind = 'models'`).toHaveLength(1);
    await rollBack(database, { shop, name: "ranker", actor });
    expect(await champions()).toEqual([{ name: "ranker", version: first.version }]);
  });

  test("of promotions that race all happen, one after the other, with one champion", async () => {
    const shop = "race";
    const versions: string[] = [];
    for (let at = 0; at < 6; at++) versions.push((await publishNext(shop)).version);
    const done = await Promise.all(versions.map((version) => send({ shop, version })));
    expect(done.flat().filter(({ to }) => to === "champion")).toHaveLength(6);
    expect(done.flat().filter(({ to }) => to === "retired")).toHaveLength(5);
    const stages = await sql`select stage from models where shop_id = ${shop}`;
    expect(stages.filter(({ stage }) => stage === "champion")).toHaveLength(1);
    expect(stages.filter(({ stage }) => stage === "retired")).toHaveLength(5);
  });

  test("of two that went by the same champion one is told that it is another now", async () => {
    for (let round = 0; round < 5; round++) {
      const shop = `pair-${round}`;
      const [one, two] = [await publishNext(shop), await publishNext(shop)];
      const codes = await Promise.all(
        [one, two].map(({ version }) => codeOf(send({ shop, version, ifChampion: null }))),
      );
      expect(codes.sort()).toEqual(["champion_changed", "fine"]);
    }
  });

  test("the database itself admits no second champion", async () => {
    const insert = (version: string) =>
      sql`insert into models (id, shop_id, name, version, stage)
        values (gen_random_uuid(), 'index', 'm', ${version}, 'champion')`;
    await insert("1");
    await expect(insert("2")).rejects.toThrow("models_champion");
  });
});

describe("loading what is not as it should be", () => {
  const nameOf = (sha256: string) => `demo/${sha256}`;
  const bucket = async () => await new Objm(connection).open(MODEL_BUCKET);
  let model: Awaited<ReturnType<typeof publishNext>>;
  beforeAll(async () => {
    model = await publishNext("demo");
  });

  /** Puts something else where the model's file is, loads, and publishes it again. */
  async function codeAfter(tamper: (name: string) => Promise<unknown>) {
    const { manifest, files } = model;
    await tamper(nameOf(manifest.files[0]!.sha256));
    const code = await codeOf(load(manifest));
    await publish(registry, { shop: "demo", manifest, files });
    expect(await codeOf(load(manifest))).toBe("fine");
    return code;
  }

  test("cut short, with other bytes, deleted: each is told, and publishing again mends it", async () => {
    const store = await bucket();
    const bytes = model.files.get("weights.slbl")!;
    const short = bytes.slice(0, -4);
    const other = bytes.map((byte, at) => (at === 20 ? byte ^ 1 : byte));
    expect(await codeAfter((name) => store.putBlob({ name }, short))).toBe("wrong_length");
    expect(await codeAfter((name) => store.putBlob({ name }, other))).toBe("wrong_hash");
    expect(await codeAfter((name) => store.delete(name))).toBe("artefact_missing");
  });

  test("chunks changed or lost behind the store's own back", async () => {
    const store = await bucket();
    const manager = await jetstreamManager(connection);
    const { manifest, files } = model;
    const name = nameOf(manifest.files[0]!.sha256);
    const purge = async () => {
      const filter = `$O.${MODEL_BUCKET}.C.${(await store.info(name))!.nuid}`;
      await manager.streams.purge(`OBJ_${MODEL_BUCKET}`, { filter });
      return filter;
    };
    const bytes = files.get("weights.slbl")!;
    const subject = await purge();
    expect(await codeOf(load(manifest))).toBe("store_unavailable");
    await jetstream(connection).publish(
      subject,
      bytes.map((byte) => byte ^ 1),
    );
    expect(await codeOf(load(manifest))).toBe("wrong_hash");
    await jetstream(connection).publish(subject, bytes);
    // Too long and not of its hash: whichever is seen first.
    expect(await codeOf(load(manifest))).toMatch(/^wrong_(length|hash)$/);
    await store.delete(name);
    await publish(registry, { shop: "demo", manifest, files });
  });

  test("the manifest says more than the store has", async () => {
    const { manifest } = model;
    const [file] = manifest.files;
    const longer = { ...manifest, files: [{ ...file!, bytes: file!.bytes + 1 }] };
    expect(await codeOf(load(longer))).toBe("wrong_length");
    const another = { name: "ids.bin", sha256: "0".repeat(64), bytes: 8 };
    const more = { ...manifest, files: [...manifest.files, another] };
    expect(await codeOf(load(more))).toBe("artefact_missing");
  });

  test("other features than this build's, and bytes of which nothing can be made", async () => {
    const { manifest } = model;
    const turned = { ...blendMaker, features: blendMaker.features.toReversed() };
    expect(await codeOf(load(manifest, turned))).toBe("other_features");
    expect(await codeOf(load(manifest, { ...blendMaker, featureVersion: 0 }))).toBe(
      "other_features",
    );
    const fewer = { ...blendMaker, features: blendMaker.features.slice(1) };
    await expect(load(manifest, fewer)).rejects.toThrow(blendMaker.features[0]);
    const files = new Map([["weights.slbl", Uint8Array.of(1, 2, 3)]]);
    const { manifest: next } = trainedModel(++minutes);
    const broken = describeModel(next, files);
    await publish(registry, { shop: "demo", manifest: broken, files });
    expect(await codeOf(load(broken))).toBe("unusable_model");
  });

  test("a row of a later build, and one whose columns say something else", async () => {
    const { version } = await publishNext("rows");
    const shop = "rows";
    await send({ shop, version });
    const read = () => codeOf(readChampion(database, { shop, name: "ranker" }));
    expect(await read()).toBe("fine");
    await sql`update models set feature_hash = ${"0".repeat(64)} where shop_id = ${shop}`;
    expect(await read()).toBe("unreadable_manifest");
    await sql`update models set manifest = manifest || '{"schemaVersion": 2}' where shop_id = ${shop}`;
    expect(await read()).toBe("newer_version");
    await sql`update models set manifest = '{}' where shop_id = ${shop}`;
    expect(await read()).toBe("unreadable_manifest");
  });
});
