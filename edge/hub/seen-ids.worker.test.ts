import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { bindings } from "../testing/client.ts";
import { Outbox } from "./outbox.ts";

test("ids that a release before remembered by the day are still known", async () => {
  const hub = bindings.SESSION_HUB.get(bindings.SESSION_HUB.idFromName("upgraded:0"));
  const dayMs = 24 * 3600 * 1000;
  const nowMs = Date.now();
  await runInDurableObject(hub, async (_, { storage }) => {
    const days = Math.floor(nowMs / dayMs);
    storage.sql.exec(
      "CREATE TABLE seen (day INTEGER, id TEXT, PRIMARY KEY (day, id)) WITHOUT ROWID",
    );
    storage.sql.exec("INSERT INTO seen VALUES (?, 'today'), (?, 'before')", days, days - 7);
    const outbox = new Outbox(storage.sql, { maxRows: 10, maxBytes: 1_000 });
    const seenAt = (atMs: number) => [...outbox.seenOf(["today", "other", "before"], atMs)].sort();
    expect(seenAt(nowMs)).toEqual(["before", "today"]);
    expect(seenAt(nowMs + 7 * dayMs)).toContain("today");
    // A whole week goes in parts, and nothing of this one.
    const weeks = Math.floor(nowMs / (7 * dayMs));
    storage.sql.exec(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20002)
       INSERT INTO seen_ids SELECT ?, 'old-' || i FROM n`,
      weeks - 2,
    );
    expect(outbox.prune(nowMs)).toBe(false);
    await storage.setAlarm(nowMs + dayMs);
  });
  // The hub's alarm goes on until they are gone, and asks for no more of itself.
  const left = () =>
    runInDurableObject(hub, async (_, { storage }) => {
      const old = storage.sql.exec("SELECT count(*) AS n FROM seen_ids WHERE id LIKE 'old-%'");
      return { ids: old.one().n, goesOn: (await storage.getAlarm()) !== null };
    });
  expect(await left()).toEqual({ ids: 10_002, goesOn: true });
  await runDurableObjectAlarm(hub);
  expect(await left()).toEqual({ ids: 2, goesOn: true });
  await runDurableObjectAlarm(hub);
  expect(await left()).toEqual({ ids: 0, goesOn: false });
  await runInDurableObject(hub, (_, { storage }) => {
    const outbox = new Outbox(storage.sql, { maxRows: 10, maxBytes: 1_000 });
    const seenAt = (atMs: number) => [...outbox.seenOf(["today", "other", "before"], atMs)].sort();
    expect(seenAt(nowMs)).toEqual(["before", "today"]);
    expect(outbox.prune(nowMs + 21 * dayMs)).toBe(true);
    expect(seenAt(nowMs)).toEqual([]);
  });
});
