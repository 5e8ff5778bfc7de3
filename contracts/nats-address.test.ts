import { expect, test } from "vitest";
import { natsAddress } from "./nats-address.ts";

test("name and password are taken out of an address", () => {
  expect(natsAddress("nats://127.0.0.1:4222")).toEqual({ servers: ["nats://127.0.0.1:4222"] });
  expect(natsAddress("one:4222,two:4222")).toEqual({ servers: ["one:4222", "two:4222"] });
  expect(natsAddress("nats://stream:a%40b@one:4222,nats://two:4222")).toEqual({
    servers: ["nats://one:4222", "nats://two:4222"],
    user: "stream",
    pass: "a@b",
  });
  expect(natsAddress("wss://edge:x@nats.example/path")).toEqual({
    servers: ["wss://nats.example/path"],
    user: "edge",
    pass: "x",
  });
});
