import { expect, test } from "vitest";
import { returnPath } from "./return-path.ts";

const of = (to: string) =>
  returnPath(new URL(`http://shop.test/login?${new URLSearchParams({ to })}`));

test("signing in leads back to a page of this shop, and to no other site", () => {
  expect(of("/checkout?step=2")).toBe("/checkout?step=2");
  for (const to of [
    "//evil.test",
    "/\\evil.test",
    "https://evil.test",
    "javascript:alert(1)",
    "/\t/evil.test",
    "/\n/evil.test",
    "/.//evil.test",
    "/..//evil.test",
    "",
  ]) {
    expect(of(to)).toBe("/account");
  }
  expect(returnPath(new URL("http://shop.test/login"))).toBe("/account");
});
