import { access } from "@slipstream/contracts/access";
import type { FuzzActor } from "@slipstream/dev/fuzz/requests";
import { runFuzz } from "@slipstream/dev/fuzz/run-fuzz";
import { beforeAll, expect, test } from "vitest";
import { hashToken } from "../auth/refresh-token.ts";
import { signedIn } from "../testing/accounts.ts";
import { control, worker } from "../testing/client.ts";

/** What admins, sellers and servers may do changes a shop: this one is the fuzzer's own. */
const SHOP = "fuzz";
const HOST = "http://fuzz.test";
const KEY = "slip_the-fuzzers-own-key";

beforeAll(async () => {
  const scopes = Object.entries(access).flatMap(([resource, actions]) =>
    Object.keys(actions).map((action) => `${resource}:${action}`),
  );
  const keyScopes = [...scopes, "events:write"].map((scope) => `"${scope}"`).join(",");
  const copied = (columns: string, table: string, more = "") =>
    `insert into ${table} (shop_id, ${columns}) select '${SHOP}', ${columns} from ${table}
       where shop_id = 'demo' ${more};`;
  await control("/sql", {
    statement: `
      insert into api_keys (id, shop_id, name, hash, prefix, scopes) values
        (gen_random_uuid(), '${SHOP}', 'fuzz', '${await hashToken(KEY)}', 'slip_fuzz', '{${keyScopes}}');
      insert into categories (shop_id, slug, name, tint, position) values
        ('${SHOP}', 'lamps', 'Lamps', 'amber', 1), ('${SHOP}', 'home', 'Home', 'sand', 2);
      insert into products (shop_id, id, slug, title, category_slug, price_minor, currency)
        select '${SHOP}', 'p' || n, 'product-' || n, 'Brass lamp ' || n, 'lamps', 1000, 'EUR'
        from generate_series(1, 20) n;
      ${copied("sku, product_id, price_minor", "variants", "and product_id ~ '^p([1-9]|1[0-9]|20)$'")}
      insert into inventory (shop_id, sku, on_hand)
        select shop_id, sku, 100 from variants where shop_id = '${SHOP}';`,
  });
});

async function signIn(actor: FuzzActor): Promise<Record<string, string>> {
  if (actor === "key") return { authorization: `Bearer ${KEY}` };
  const roles = actor === "none" ? [] : [actor];
  return (await signedIn({ shop: SHOP, host: HOST, roles })).headers;
}

test("requests made of the API's own description find no fault, whoever sends them", async () => {
  const { findings, byStatus, succeeded } = await runFuzz({
    requests: 500,
    seed: 1,
    concurrency: 4,
    origin: HOST,
    send: (url, init) => worker.fetch(url, init),
    signIn,
  });
  expect(findings.map(({ kind, what, request }) => ({ kind, what, request }))).toEqual([]);
  // It is no fuzzer that only ever meets the door.
  expect(byStatus.get(2) ?? 0).toBeGreaterThan(50);
  expect(succeeded.size).toBeGreaterThan(30);
}, 120_000);
