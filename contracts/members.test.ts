import { expect, test } from "vitest";
import { forgetRequestSubject } from "./members.ts";

test("a processor is asked to forget under a subject of one token, whatever its host is called", () => {
  expect(forgetRequestSubject("a.b/1-ff")).toBe("processors.forget.a_b/1-ff");
});
