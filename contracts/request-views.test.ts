import { expect, test } from "vitest";
import { opaqueIdSchema } from "./identifiers.ts";
import { newViewSuffix, requestIdOfView, servedRequestId } from "./request-views.ts";

const served = "01933f5e-7c1a-7000-8000-0123456789ab";

test("each view has an id of its own, within the bounds, that leads back to what was served", () => {
  const ids = [1, 2].map(() => requestIdOfView(served, newViewSuffix()));
  expect(new Set(ids).size).toBe(2);
  for (const id of ids) {
    expect(opaqueIdSchema.parse(id)).toBe(id);
    expect(servedRequestId(id)).toBe(served);
  }
});

test("an id without a view, or without room for one, is its own", () => {
  expect(servedRequestId(served)).toBe(served);
  expect(requestIdOfView("a".repeat(64), newViewSuffix())).toBe("a".repeat(64));
});
