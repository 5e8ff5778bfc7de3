import { expect, test } from "vitest";
import { EnvironmentError, readEnvironment } from "./env.ts";

const stores = {
  DATABASE_URL: "postgres://shop@127.0.0.1:5432/shop",
  REDIS_URL: "redis://127.0.0.1:6379",
  NATS_URL: "nats://127.0.0.1:4222",
};

test("what is missing is named, all of it at once", () => {
  const read = () => readEnvironment({ NATS_URL: "nats://127.0.0.1:4222", STREAM_PORT: "port" });
  expect(read).toThrow(EnvironmentError);
  expect(read).toThrow(/DATABASE_URL[\s\S]*REDIS_URL[\s\S]*STREAM_PORT/);
});

test("replays bend and nobody is told, unless the environment says otherwise", () => {
  expect(readEnvironment(stores)).toMatchObject({ LEASE_TTL_MS: 3000, TURN_EVENTS: 2048 });
  expect(readEnvironment(stores).LEARN_REPLAYS).toBeUndefined();
  expect(readEnvironment(stores).STREAM_HOST).toBe("127.0.0.1");
  expect(readEnvironment({ ...stores, LEARN_REPLAYS: "0" }).LEARN_REPLAYS).toBe(0);
  expect(() => readEnvironment({ ...stores, EDGE_URL: "http://127.0.0.1:8787" })).toThrow(
    /INTERNAL_SECRET/,
  );
});
