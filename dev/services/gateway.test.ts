import { Redis as UpstashRedis } from "@upstash/redis";
import { afterAll, expect, test } from "vitest";
import { startTestServices } from "../testing/services.ts";
import { startGateway } from "./gateway.ts";

const { redis } = await startTestServices({ redis: true });
const gateway = await startGateway({ redisUrl: redis.urls.url, token: "secret" });
afterAll(() => gateway.stop());
const client = new UpstashRedis({ url: gateway.urls.url, token: "secret", retry: false });

const call = (path: string, init: RequestInit = {}) =>
  fetch(`${gateway.urls.url}${path}`, { ...init, headers: { authorization: "Bearer secret" } });

test("Upstash's own client reads what it wrote", async () => {
  expect(await client.set("text", "é OK")).toBe("OK");
  expect(await client.get("text")).toBe("é OK");
  expect(await client.hset("hash", { one: 1, two: "zwei" })).toBe(2);
  expect(await client.hgetall("hash")).toEqual({ one: 1, two: "zwei" });
  expect(await client.get("missing")).toBeNull();
  const script = "return {ARGV[1], KEYS[1], 3, {'nested'}}";
  expect(await client.eval(script, ["key"], ["value"])).toEqual(["value", "key", 3, ["nested"]]);
});

test("pipelines and transactions answer one reply a command", async () => {
  const pipeline = client.pipeline().set("n", 1).incr("n").lpush("list", "x", "y");
  expect(await pipeline.lrange("list", 0, -1).exec()).toEqual(["OK", 2, 2, ["y", "x"]]);
  expect(await client.multi().set("n", 5).get("n").exec()).toEqual(["OK", 5]);
});

test("one failing command does not spoil the others of a pipeline", async () => {
  const response = await call("/pipeline", {
    method: "POST",
    body: JSON.stringify([
      ["SET", "word", "a"],
      ["INCR", "word"],
    ]),
  });
  expect(await response.json()).toEqual([
    { result: "OK" },
    { error: expect.stringContaining("not an integer") },
  ]);
});

test("commands in the path", async () => {
  await call("/set/path%20key/a%2Fb", { method: "POST" });
  expect(await (await call("/get/path%20key")).json()).toEqual({ result: "a/b" });
});

test("refuses a wrong token, bad JSON and unknown commands", async () => {
  const wrong = new UpstashRedis({ url: gateway.urls.url, token: "wrong", retry: false });
  await expect(wrong.get("text")).rejects.toThrow(/Unauthorized/);
  expect((await call("/", { method: "POST", body: "{" })).status).toBe(400);
  expect((await call("/", { method: "POST", body: '[["GET","a"]]' })).status).toBe(400);
  expect(await (await call("/", { method: "POST", body: '["NOPE"]' })).json()).toEqual({
    error: expect.stringContaining("unknown command"),
  });
});

test("answers errors while Redis is down, and recovers", async () => {
  await redis.kill();
  await expect(client.get("text")).rejects.toThrow();
  await redis.start();
  expect(await client.set("text", "back")).toBe("OK");
});
