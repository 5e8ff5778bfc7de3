import {
  type Actor,
  access,
  type Reach,
  type Role,
  reachOf,
  roles,
} from "@slipstream/contracts/access";
import { beforeAll, expect, test } from "vitest";
import { app } from "../app.ts";
import { signedIn } from "../testing/accounts.ts";
import { problemOf } from "../testing/client.ts";
import { type ForeignThings, foreignIdsOf, makeForeignThings } from "../testing/foreign-things.ts";
import { callOperation, describedOperations, type Operation } from "../testing/operations.ts";

/** What everybody may ask: each new one is a decision. */
const publicOperations = [
  "GET /.well-known/jwks.json",
  "GET /api/auth/jwks.json",
  "GET /api/cart/shared/{token}",
  "GET /api/cart/with/{lines}",
  "GET /api/categories/{slug}",
  "GET /api/consent",
  "GET /api/currencies",
  "GET /api/health",
  "GET /api/live",
  "GET /api/live/map",
  "GET /api/live/place",
  "GET /api/live/trace/{eventId}",
  "GET /api/notices/links/{purpose}",
  "GET /api/privacy/receipts/{id}",
  "GET /api/products",
  "GET /api/products/changes",
  "GET /api/products/{slug}",
  "GET /api/recommendations",
  "GET /api/reviews",
  "GET /api/search",
  "GET /api/search/suggestions",
  "GET /api/session",
  "GET /api/shop",
  "GET /problems/{code}",
  "POST /api/auth/login",
  "POST /api/auth/login/second-step",
  "POST /api/auth/logout",
  "POST /api/auth/password/forgot",
  "POST /api/auth/password/reset",
  "POST /api/auth/refresh",
  "POST /api/auth/signup",
  "POST /api/consent",
  "POST /api/events",
  "POST /api/mcp",
  "POST /api/notices/links/{purpose}",
  "POST /api/payments/test/challenge",
  "POST /api/payments/test/confirm",
  "POST /api/payments/webhooks/{provider}",
  "POST /api/recommendations",
  "POST /api/recommendations/page",
  "POST /api/vitals",
];

/** Addresses that are no API: the description, its page, pictures, and what our own parts call. */
const undescribed = /^\/(api\/(openapi\.json|docs)|internal|media)(\/|$)/;

/** Open to guests with another right than a role (a link's token), and here for members alone. */
const forMembersAlone = new Set(["GET /api/orders", "DELETE /api/account/notices/{id}"]);

/** These name a product or a review that everybody sees: what is one's own lies under it. */
const underProduct = new Set([
  "/api/reviews/{id}/vote",
  "/api/account/reviews/{itemId}",
  "/api/wishlist/{itemId}",
  "/api/cart/lines/{sku}",
]);

const actors: readonly Actor[] = ["guest", ...roles];
const refusals = new Set(["sign_in_required", "session_expired", "forbidden", "missing_scope"]);

let operations: Operation[];
let foreign: ForeignThings;

beforeAll(async () => {
  operations = await describedOperations();
  foreign = await makeForeignThings();
});

const guardedOnes = () =>
  operations.flatMap((operation) =>
    operation.access === undefined ? [] : [{ ...operation, access: operation.access }],
  );

function reachFor(actor: Actor, cell: string): Reach | undefined {
  const [resource, action] = cell.split(":") as [never, never];
  expect(access, `the cell ${cell} of the table`).toHaveProperty([resource, action]);
  return reachOf(rolesOf(actor), resource, action);
}

/** A seller is a buyer too, and so are all. */
const rolesOf = (actor: Actor): Role[] =>
  actor === "guest" ? [] : [...new Set<Role>(["buyer", actor])];

async function person(actor: Actor): Promise<{ headers: Record<string, string> }> {
  return actor === "guest" ? { headers: {} } : signedIn({ roles: [actor] });
}

test("every operation asks the table who may do it, or is public on purpose", () => {
  const open = operations.filter((operation) => operation.access === undefined);
  expect(open.map(({ name }) => name).sort()).toEqual(publicOperations);
});

test("every cell of the table is asked by some operation", () => {
  const asked = new Set(operations.map((operation) => operation.access));
  const cells = Object.entries(access).flatMap(([resource, actions]) =>
    Object.keys(actions).map((action) => `${resource}:${action}`),
  );
  expect(cells.filter((cell) => !asked.has(cell))).toEqual([]);
});

test("every address that answers is described", () => {
  const described = new Set(operations.map(({ path }) => path));
  const silent = app.routes
    .map(({ path }) => path.replace(/:(\w+)(\{[^}]*\})?/g, "{$1}"))
    .filter((path) => !path.includes("*") && !undescribed.test(path) && !described.has(path));
  expect(silent).toEqual([]);
});

test.each(actors)("%s: each operation is open or refused as the table says", async (actor) => {
  const { headers } = await person(actor);
  const wrong: string[] = [];
  for (const operation of guardedOnes()) {
    const reach = reachFor(actor, operation.access);
    const asker = operation.access.endsWith(":erase") ? await person(actor) : { headers };
    const response = await callOperation(operation, asker);
    const code = response.status < 400 ? undefined : (await problemOf(response)).code;
    const expected = actor === "guest" ? "sign_in_required" : "forbidden";
    const isRefused =
      reach === undefined || (actor === "guest" && forMembersAlone.has(operation.name));
    const isRight = isRefused
      ? code === expected
      : response.status !== 500 && !refusals.has(String(code));
    if (!isRight) wrong.push(`${operation.name} (${operation.access}): ${response.status} ${code}`);
    if (!response.bodyUsed) await response.body?.cancel();
  }
  expect(wrong).toEqual([]);
});

test.each(["guest", "buyer", "seller"] as const)(
  "%s: what belongs to others is as if it were not there",
  async (actor) => {
    const { headers } = await person(actor);
    const before = await foreign.read();
    const wrong: string[] = [];
    let tried = 0;
    for (const operation of guardedOnes()) {
      if (!operation.path.includes("{") || underProduct.has(operation.path)) continue;
      if (reachFor(actor, operation.access) !== "own") continue;
      const ids = foreignIdsOf(foreign, operation.path);
      if (ids === undefined) {
        wrong.push(`${operation.name}: foreign-things.ts knows nothing of this kind`);
        continue;
      }
      tried++;
      const response = await callOperation(operation, { headers, ids, whole: true });
      const { status } = response;
      // A body that was made up may be wrong before anybody asks whose the thing is.
      const isRight =
        [401, 403, 404].includes(status) || (operation.method !== "GET" && status === 400);
      if (!isRight) wrong.push(`${operation.name}: ${status} ${await response.text()}`);
      else await response.body?.cancel();
    }
    expect(wrong).toEqual([]);
    expect(tried).toBeGreaterThan(0);
    expect(await foreign.read()).toEqual(before);
  },
);
