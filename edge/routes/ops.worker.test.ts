import { opsHistorySchema } from "@slipstream/contracts/ops-history";
import { replayListSchema } from "@slipstream/contracts/replay-jobs";
import { systemStatusSchema } from "@slipstream/contracts/system-status";
import { beforeAll, expect, test } from "vitest";
import { signedIn } from "../testing/accounts.ts";
import { call, control, eventually, problemOf, query } from "../testing/client.ts";

let headers: Record<string, string>;
beforeAll(async () => {
  ({ headers } = await signedIn({ roles: ["ops"] }));
});

const system = async () =>
  systemStatusSchema.parse(await (await call("/api/ops/system", { headers })).json());

test("history is told in steps that fit a chart: the worst of what waits, the mean of rates", async () => {
  const start = Date.parse("2026-02-01T00:00:00Z") / 1000;
  await control("/sql", {
    statement: `
      insert into ops_samples (at, pending, ack_pending, lag_seconds, in_per_second,
        out_per_second, dead_letters, relay_depth, relay_age_seconds, hub_depth)
      select to_timestamp(${start} + 10 * i), array[i, 1], array[2, 3], array[0.5 * i, 4],
        array[10, i], array[1, 1], 2, 0, 0, case when i < 5 then 7 end
      from generate_series(0, 8639) i`,
  });
  const read = async (from: number, to: number) =>
    opsHistorySchema.parse(
      await (await call(`/api/ops/history?from=${from}&to=${to}`, { headers })).json(),
    );
  const minute = await read(start, start + 59);
  expect(minute.stepSeconds).toBe(10);
  expect(minute.points).toHaveLength(6);
  expect(minute.points[5]).toMatchObject({
    ...{ at: start + 50, pending: 6, ackPending: 5, lagSeconds: 4, inPerSecond: 15 },
    ...{ outPerSecond: 2, deadLetters: 2, hubDepth: null, p50Ms: null },
  });
  const day = await read(start, start + 86_399);
  expect(day.stepSeconds).toBe(240);
  expect(day.points).toHaveLength(360);
  expect(day.points[1]).toMatchObject({ at: start + 240, pending: 48, lagSeconds: 23.5 });
  expect(day.points[0]!.inPerSecond).toBeCloseTo(10 + 11.5);
  expect(day.lagOfPartitions.map((lags) => lags[1])).toEqual([23.5, 4]);
});

test("the system page counts problems by their codes, and names what does not answer", async () => {
  for (let count = 0; count < 3; count++) await call("/api/products/there-is-none-such");
  const counted = await eventually(async () => {
    const { worker } = await system();
    const found = worker.problems.find(({ code }) => code === "unknown_product");
    return found && found.lastHour >= 3 ? { worker, found } : undefined;
  });
  expect(counted.found.lastDay).toBeGreaterThanOrEqual(3);
  expect(counted.worker.perMinute).toHaveLength(60);
  expect(counted.worker.perMinute.some(({ client }) => client >= 3)).toBe(true);
  const { health, stores } = await system();
  expect(health.parts.stream!.state).toBe("down");
  expect(stores).toEqual({ processors: [] });
});

test("who wants letters replayed or discarded is noted before the stream processor answers", async () => {
  const [{ now } = { now: "" }] = await query<{ now: string }>("select now()::text as now");
  const answers = [
    call("/api/ops/dead-letters", { headers }),
    call("/api/ops/dead-letters/replay", { headers, body: {} }),
    call("/api/ops/dead-letters/discard", { headers, body: { ids: [7], reason: "a trial" } }),
  ];
  for (const answer of await Promise.all(answers)) {
    expect(await problemOf(answer)).toEqual({ status: 503, code: "stream_unavailable" });
  }
  const withoutReason = await call("/api/ops/dead-letters/discard", { headers, body: {} });
  expect((await problemOf(withoutReason)).code).toBe("invalid_request");
  const traces = await query<{ action: string }>(
    `select action, after, reason from audit
      where resource = 'dead_letter' and created_at > '${now}' order by action`,
  );
  expect(traces).toEqual([
    { action: "ask_discard", after: { ids: [7] }, reason: "a trial" },
    { action: "ask_replay", after: {}, reason: null },
  ]);
});

test("a replay is asked for by sequence or time, one at a time, can be stopped, and leaves traces", async () => {
  await control("/sql", {
    statement: `
      insert into events (shop_id, id, stream_sequence, partition, type, visitor_id, session_id,
        occurred_at, received_at, body)
      select 'demo', gen_random_uuid(), 9000 + i, 0, 'view', 'v', 's', t, t, '{}'
      from (select i, timestamptz '2026-03-01T00:00:00Z' + i * interval '1 minute' as t
        from generate_series(1, 10) i) rows`,
  });
  const ask = (body: object) => call("/api/ops/replays", { headers, body });
  const nothing = await ask({ target: "live", fromSequence: 1e9 });
  expect((await problemOf(nothing)).code).toBe("not_found");
  const backwards = await ask({ target: "live", fromSequence: 5, toSequence: 4 });
  expect((await problemOf(backwards)).code).toBe("invalid_request");
  const period = { from: "2026-03-01T00:03:00Z", to: "2026-03-01T00:06:30Z" };
  const asked = await ask({ target: "shadow", ...period });
  const [job] = replayListSchema.parse(await asked.json()).jobs;
  expect(job).toMatchObject({ state: "waiting", fromSequence: 9003, toSequence: 9006, events: 0 });
  expect((await problemOf(await ask({ target: "live" }))).code).toBe("conflict");
  const stop = () =>
    call(`/api/ops/replays/${job!.id}/stop`, { headers, method: "POST", body: {} });
  expect(replayListSchema.parse(await (await stop()).json()).jobs[0]!.state).toBe("stopped");
  expect((await problemOf(await stop())).code).toBe("wrong_state");
  const traces = await query<{ action: string }>(
    `select action from audit where resource = 'replay' and resource_id = '${job!.id}' order by id`,
  );
  expect(traces.map(({ action }) => action)).toEqual(["start", "stop"]);
});
