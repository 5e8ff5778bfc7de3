import { expect, test } from "vitest";
import type { LoggedEvent } from "../processor/logged-event.ts";
import { TwiceRead } from "./twice-read.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const logged = (sequence: number) => ({ sequence }) as LoggedEvent;

test("an event waits for one more reader of the same bytes, and not for ever", () => {
  const events = new TwiceRead();
  const message = { seq: 1, subject: "s", data: bytes("a") };
  const first = logged(1);
  events.put(message, first);
  expect(events.take({ ...message, data: bytes("a") })).toBe(first);
  expect(events.take(message)).toBeUndefined();
  events.put(message, first);
  expect(events.take({ ...message, data: bytes("b") })).toBeUndefined();
  events.put(message, first);
  expect(events.take({ ...message, subject: "other" })).toBeUndefined();
  const long = { ...message, data: new Uint8Array(5_000) };
  events.put(long, first);
  expect(events.take(long)).toBeUndefined();
  for (let seq = 1; seq <= 5_000; seq++) events.put({ ...message, seq }, logged(seq));
  expect(events.take(message)).toBeUndefined();
  expect(events.take({ ...message, seq: 5_000 })?.sequence).toBe(5_000);
});
