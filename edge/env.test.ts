import { expect, test } from "vitest";
import { type Env, SettingsError, settingsOf } from "./env.ts";

const secret = "a-secret-of-the-tests";
const said = {
  NATS_WS_URL: "ws://127.0.0.1:1",
  UPSTASH_REDIS_REST_URL: "http://127.0.0.1:2",
  UPSTASH_REDIS_REST_TOKEN: secret,
  MODEL_SERVER_URL: "http://127.0.0.1:3",
  STREAM_URL: "http://127.0.0.1:4",
  INTERNAL_SECRET: secret,
  COOKIE_SECRET: secret,
  AUTH_SECRET: secret,
};
const read = (more: Record<string, string>) => settingsOf({ ...said, ...more } as unknown as Env);

test("nobody's letters stay at home by chance: what becomes of them must be said", () => {
  expect(() => read({})).toThrow(SettingsError);
  expect(() => read({})).toThrow(/MAIL_PROVIDER: say http, or outbox/);
  expect(() => read({})).toThrow(expect.objectContaining({ code: "bad_settings" }));
  expect(() => read({ MAIL_PROVIDER: "pigeon" })).toThrow(/MAIL_PROVIDER/);
  expect(read({ MAIL_PROVIDER: "outbox" }).MAIL_PROVIDER).toBe("outbox");
});

test("who posts letters says where, as whom, and with which token", () => {
  const post = { MAIL_PROVIDER: "http", MAIL_HTTP_URL: "https://post.test", MAIL_FROM: "a@b.test" };
  expect(() => read(post)).toThrow(/MAIL_HTTP_TOKEN/);
  expect(read({ ...post, MAIL_HTTP_TOKEN: "token" }).MAIL_FROM).toBe("a@b.test");
});
