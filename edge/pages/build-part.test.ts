import type { ServerBuild } from "react-router";
import { expect, test } from "vitest";
import { partFor } from "./build-part.ts";

const paths: Record<string, [path?: string, parentId?: string]> = {
  root: [""],
  home: [undefined, "root"],
  product: ["p/:slug", "root"],
  reviews: ["p/:slug/reviews", "root"],
  account: ["account", "root"],
  orders: ["orders", "account"],
  dashboards: [undefined, "root"],
  admin: ["admin", "dashboards"],
  users: ["admin/users/:id", "dashboards"],
  missing: ["*", "root"],
};

function build(): ServerBuild {
  const entries = Object.entries(paths).map(([id, [path, parentId]]) => [
    id,
    { id, path, parentId },
  ]);
  const routes = Object.fromEntries(entries);
  return { routes, assets: { version: "1", routes: { ...routes } } } as unknown as ServerBuild;
}

test("a part has the routes that begin as the path does, what they lie in, and what fits anywhere", () => {
  const whole = build();
  const idsAt = (path: string) => Object.keys(partFor(path, whole).routes);
  expect(idsAt("/p/a-mug")).toEqual(["root", "product", "reviews", "missing"]);
  expect(idsAt("/account/orders")).toEqual(["root", "account", "orders", "missing"]);
  expect(idsAt("/admin/users/7")).toEqual(["root", "dashboards", "admin", "users", "missing"]);
  expect(idsAt("/")).toContain("home");
  expect(Object.keys(partFor("/p/a-mug", whole).assets.routes)).toEqual(idsAt("/p/a-mug"));
  expect(partFor("/p/a-mug", whole).assets.version).toBe("1");
});

test("a part is made once; where no route begins as the path does, it is the whole build", () => {
  const whole = build();
  expect(partFor("/p/a", whole)).toBe(partFor("/p/b.data", whole));
  for (const path of ["/P/a", "/%70/a", "/nothing", "/_root.data", "/p.data"]) {
    expect(partFor(path, whole), path).toBe(whole);
  }
});
