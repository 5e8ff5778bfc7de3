import fc from "fast-check";
import { expect, test } from "vitest";
import { access, reachOf, roles } from "./access.ts";

test("roles add up: the widest reach holds, whatever their order", () => {
  expect(reachOf(["buyer"], "product", "write")).toBeUndefined();
  expect(reachOf(["buyer", "seller"], "product", "write")).toBe("own");
  expect(reachOf(["admin", "seller"], "product", "write")).toBe("all");
});

test("a guest has a cart, and nothing of the shop's inside", () => {
  expect(reachOf([], "cart", "write")).toBe("own");
  expect(reachOf([], "sale", "read")).toBeUndefined();
});

test("one more role never takes a permission away", () => {
  const cells = Object.entries(access).flatMap(([resource, actions]) =>
    Object.keys(actions).map((action) => [resource, action] as [never, never]),
  );
  const rank = { all: 2, own: 1, none: 0 };
  fc.assert(
    fc.property(
      fc.constantFrom(...cells),
      fc.subarray([...roles], { minLength: 1 }),
      fc.constantFrom(...roles),
      ([resource, action], some, more) => {
        const before = rank[reachOf(some, resource, action) ?? "none"];
        expect(rank[reachOf([...some, more], resource, action) ?? "none"]).toBeGreaterThanOrEqual(
          before,
        );
      },
    ),
  );
});
