import { expect, test } from "vitest";
import { ChunkEncoder } from "./chunk-encoder.ts";

const textOf = (chunk: Uint8Array) => new TextDecoder().decode(chunk);

test("what is asked for again is encoded once, and right however much was asked for", () => {
  const encoder = new ChunkEncoder();
  const first = encoder.encode("größer · “class”");
  expect(textOf(first)).toBe("größer · “class”");
  expect(encoder.encode("größer · “class”")).toBe(first);
  for (let count = 0; count < 10_000; count++) {
    expect(textOf(encoder.encode(`price ${count}`))).toBe(`price ${count}`);
  }
  expect(encoder.encode("größer · “class”")).not.toBe(first);
  expect(textOf(encoder.encode("größer · “class”"))).toBe("größer · “class”");
});

test("a long text is nobody else's: React gives its bytes away", () => {
  const encoder = new ChunkEncoder();
  const description = "long ".repeat(100);
  expect(encoder.encode(description)).not.toBe(encoder.encode(description));
  expect(textOf(encoder.encode(description))).toBe(description);
});
