import { expect, test } from "vitest";
import { mayEnter, navigationFor } from "./navigation.ts";

test("each role sees the pages that it may use, and no area that is not its own", () => {
  const areas = (...roles: Parameters<typeof navigationFor>[0]) =>
    navigationFor(roles).map(({ area }) => area);
  expect(areas("buyer")).toEqual([]);
  expect(areas("seller")).toEqual(["seller"]);
  expect(areas("admin")).toEqual(["admin"]);
  expect(areas("seller", "admin")).toEqual(["seller", "admin"]);
  const [ops] = navigationFor(["ops"]);
  expect(ops?.entries.map(({ to }) => to)).toEqual(["/admin/debugger", "/admin/switches", "/ops"]);
});

test("buyers enter no area, and sellers not that of the admins", () => {
  expect([mayEnter("seller", ["buyer"]), mayEnter("admin", ["buyer"])]).toEqual([false, false]);
  expect([mayEnter("seller", ["seller"]), mayEnter("admin", ["seller"])]).toEqual([true, false]);
  expect([mayEnter("seller", ["admin"]), mayEnter("admin", ["ops"])]).toEqual([true, true]);
});
