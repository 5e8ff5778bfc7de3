import { MAX_WISHES } from "@slipstream/contracts/wishlist-api";
import { expect, test } from "vitest";
import { signedIn } from "../testing/accounts.ts";
import { call, control, problemOf } from "../testing/client.ts";

test("a member keeps products, each once, and takes them off; nobody else sees them", async () => {
  const ida = await signedIn();
  const put = (itemId: string) =>
    call(`/api/wishlist/${itemId}`, { method: "PUT", headers: ida.headers });
  for (const itemId of ["p20", "p21", "p20"]) expect((await put(itemId)).status).toBe(204);
  const list = await call("/api/wishlist", { headers: ida.headers });
  expect(list.headers.get("cache-control")).toBe("no-store");
  expect(await list.json()).toMatchObject({
    items: [
      { product: { itemId: "p21" }, sku: "p21-1" },
      { product: { itemId: "p20" }, sku: "p20-1" },
    ],
  });
  const other = await signedIn();
  const theirs = await call("/api/wishlist/ids", { headers: other.headers });
  expect(await theirs.json()).toEqual({ itemIds: [] });
  const off = await call("/api/wishlist/p21", { method: "DELETE", headers: ida.headers });
  expect(off.status).toBe(204);
  const ids = await call("/api/wishlist/ids", { headers: ida.headers });
  expect(await ids.json()).toEqual({ itemIds: ["p20"] });
});

test("guests sign in first, and what is not for sale cannot be wished for", async () => {
  const guest = await call("/api/wishlist/p20", { method: "PUT" });
  expect(await problemOf(guest)).toEqual({ status: 401, code: "sign_in_required" });
  const { headers } = await signedIn();
  const hidden = await call("/api/wishlist/hidden1", { method: "PUT", headers });
  expect(await problemOf(hidden)).toEqual({ status: 404, code: "unknown_product" });
});

test("of many hearts at once no more are kept than the list may hold", async () => {
  const { headers, userId } = await signedIn();
  await control("/sql", {
    statement: `insert into wishlist (shop_id, user_id, product_id)
      select 'demo', '${userId}', 'gone-' || n from generate_series(1, ${MAX_WISHES - 2}) n`,
  });
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, n) =>
      call(`/api/wishlist/p${n + 20}`, { method: "PUT", headers }),
    ),
  );
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses).toEqual([204, 204, 409, 409, 409, 409]);
  expect(await problemOf(answers.find(({ ok }) => !ok)!)).toMatchObject({ code: "wishlist_full" });
});
