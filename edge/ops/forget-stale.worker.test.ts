import { uuidv7 } from "uuidv7";
import { beforeAll, expect, test } from "vitest";
import { Database } from "../database/database.ts";
import { signedIn } from "../testing/accounts.ts";
import { bindings, call, control, query } from "../testing/client.ts";
import { everyMinute } from "./every-minute.ts";
import { forgetStale } from "./forget-stale.ts";

const database = new Database(bindings);
const sweep = () => database.withShop("demo", (transaction) => forgetStale(transaction, "demo"));
const sql = (statement: string) => control("/sql", { statement });

/** What other tests left is gone before anything here is counted. */
beforeAll(sweep);

test("expired refresh tokens go, and sessions that have none left; used ones stay till then", async () => {
  const [ida, tom] = [await signedIn(), await signedIn()];
  const refreshed = await call("/api/auth/refresh", { method: "POST", headers: ida.headers });
  expect(refreshed.status).toBe(200);
  const tokensOf = async (sessionId: string) => {
    const rows = await query<{ used: boolean }>(
      `select used_at is not null as used from refresh_tokens where session_id = '${sessionId}' order by used desc`,
    );
    return rows.map(({ used }) => used);
  };
  const isThere = async (sessionId: string) =>
    (await query(`select 1 from sessions where id = '${sessionId}'`)).length === 1;
  await sweep();
  expect(await tokensOf(ida.sessionId)).toEqual([true, false]);
  const expire = "update refresh_tokens set expires_at = now() - interval '1 minute'";
  await sql(`${expire} where session_id = '${ida.sessionId}' and used_at is not null`);
  await sql(`${expire} where session_id = '${tom.sessionId}'`);
  await sweep();
  expect(await tokensOf(ida.sessionId)).toEqual([false]);
  expect([await isThere(ida.sessionId), await isThere(tom.sessionId)]).toEqual([true, false]);
});

/** A cart that nobody has touched for so many days. */
async function cart(days: number, more: { userId?: string; line?: boolean; ordered?: boolean }) {
  const id = uuidv7();
  const user = more.userId === undefined ? "null" : `'${more.userId}'`;
  const ordered = more.ordered ? "now()" : "null";
  await sql(`insert into carts (id, shop_id, user_id, currency, updated_at, ordered_at)
    values ('${id}', 'demo', ${user}, 'EUR', now() - interval '${days} days', ${ordered})`);
  if (more.line) {
    await sql(`insert into cart_lines (shop_id, cart_id, sku, product_id, quantity, price_minor)
      values ('demo', '${id}', 'p1-1', 'p1', 1, 100)`);
  }
  return id;
}

test("empty carts go after a day, a guest's old one too; a member's goods and what was ordered stay", async () => {
  const [ida, tom] = [await signedIn(), await signedIn()];
  const stays = {
    fresh: await cart(0, {}),
    filled: await cart(80, { line: true }),
    members: await cart(200, { userId: ida.userId, line: true }),
    ordered: await cart(200, { ordered: true }),
  };
  const goes = {
    empty: await cart(2, {}),
    membersEmpty: await cart(2, { userId: tom.userId }),
    old: await cart(91, { line: true }),
  };
  await sweep();
  const all = [...Object.values(stays), ...Object.values(goes)].map((id) => `'${id}'`).join();
  const left = await query<{ id: string }>(`select id from carts where id in (${all})`);
  expect(left.map(({ id }) => id).sort()).toEqual(Object.values(stays).sort());
  expect(await query(`select 1 from cart_lines where cart_id = '${goes.old}'`)).toEqual([]);
});

test("the clock does it, in every shop and in no other's name", async () => {
  const { userId } = await signedIn({ shop: "other" });
  await sql(`insert into mail_tokens (hash, shop_id, user_id, purpose, expires_at) values
    ('old-${userId}', 'other', '${userId}', 'password_reset', now() - interval '1 minute'),
    ('new-${userId}', 'other', '${userId}', 'password_reset', now() + interval '1 minute')`);
  const hashes = () =>
    query<{ hash: string }>(`select hash from mail_tokens where user_id = '${userId}'`);
  await sweep();
  expect(await hashes()).toHaveLength(2);
  await everyMinute(bindings, Date.now());
  expect(await hashes()).toEqual([{ hash: `new-${userId}` }]);
});
