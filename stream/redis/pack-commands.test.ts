import { startTestServices } from "@slipstream/dev/testing/services";
import { Redis } from "ioredis";
import { expect, test } from "vitest";
import { packCommands } from "./pack-commands.ts";

const services = await startTestServices({ redis: true });

test("Redis's own reader gets every argument back, byte for byte", async () => {
  const redis = new Redis(services.redis.urls.url);
  const commands = [
    ["SET", "ünïcode ☂", "x".repeat(70_000)],
    ["SET", "bytes", Uint8Array.from({ length: 256 }, (_, byte) => byte)],
    ["RPUSH", "many", ...Array.from({ length: 5_000 }, (_, index) => String(index))],
    ["SET", "empty", ""],
  ];
  const script = `for _, c in ipairs(cmsgpack.unpack(ARGV[1])) do redis.call(unpack(c)) end`;
  await redis.eval(script, 0, packCommands(commands));
  expect(await redis.get("ünïcode ☂")).toBe("x".repeat(70_000));
  expect([...(await redis.getBuffer("bytes"))!]).toEqual([...Array(256).keys()]);
  expect(await redis.llen("many")).toBe(5_000);
  expect(await redis.lindex("many", -1)).toBe("4999");
  expect(await redis.get("empty")).toBe("");
  redis.disconnect();
});

test("what was packed stays as it is, whatever is packed behind it", () => {
  const first = packCommands([["SET", "key", "1".repeat(200)]]);
  const copy = Buffer.from(first);
  packCommands([["SET", "other", "2".repeat(100_000)]]);
  packCommands([["DEL", "third"]]);
  expect(first.equals(copy)).toBe(true);
});
