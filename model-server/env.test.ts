import { expect, test } from "vitest";
import { EnvironmentError, readEnvironment } from "./env.ts";

const whole = {
  DATABASE_URL: "postgres://slipstream_app@localhost/slipstream",
  REDIS_URL: "redis://localhost:6379",
  NATS_URL: "nats://localhost:4222",
};

test("takes what is set and has defaults for the rest", () => {
  expect(readEnvironment({ ...whole, MODEL_SERVER_PORT: "8080" })).toEqual({
    ...whole,
    MODEL_SERVER_PORT: 8080,
    MODEL_SERVER_HOST: "127.0.0.1",
    LOG_LEVEL: "info",
  });
});

test("names every variable that is missing or wrong", () => {
  const read = () => readEnvironment({ ...whole, NATS_URL: "", MODEL_SERVER_PORT: "99999" });
  expect(read).toThrow(EnvironmentError);
  expect(read).toThrow(/NATS_URL[\s\S]*MODEL_SERVER_PORT|MODEL_SERVER_PORT[\s\S]*NATS_URL/);
});
