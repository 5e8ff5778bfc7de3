import type { ProductDetail, ProductList } from "@slipstream/contracts/shop-api";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { Database } from "../database/database.ts";
import { signedIn } from "../testing/accounts.ts";
import { bindings, call, control, eventually, problemOf } from "../testing/client.ts";
import { newSeller, newVariant } from "../testing/selling.ts";

const detail = async (slug: string) =>
  (await (await call(`/api/products/${slug}`)).json()) as ProductDetail;

test("a product with German words is told in them, and without them as it was written", async () => {
  const ida = await newSeller();
  const sku = newVariant({ options: { Colour: "sea green" } });
  const made = await ida.product({
    title: "Ida stool",
    description: "Two fit under a table.",
    attributes: { Material: "oak", Width: "40 cm" },
    variants: [sku],
    translations: {
      de: {
        title: "Ida Hocker",
        description: "Zwei passen unter einen Tisch.",
        words: { oak: "Eiche", Width: "Breite", Colour: "Farbe", "sea green": "Seegrün" },
      },
    },
  });
  const told = async (language: string) =>
    (await call(`/api/products/${made.slug}`, { headers: { "accept-language": language } })).json();
  expect(await told("de-AT, en;q=0.8")).toMatchObject({
    title: "Ida Hocker",
    translated: true,
    description: "Zwei passen unter einen Tisch.",
    describedInLanguage: true,
    attributes: { Material: "Eiche", Breite: "40 cm" },
    variants: [{ options: { Farbe: "Seegrün" } }],
  });
  const english = await told("en");
  expect(english).toMatchObject({ title: "Ida stool", attributes: { Width: "40 cm" } });
  expect(english).not.toHaveProperty("translated");
  const added = await call("/api/cart/lines", {
    headers: { ...ida.headers, "accept-language": "de" },
    body: { sku: sku.sku, quantity: 1 },
  });
  expect(added.status).toBeLessThan(300);
  const cart = await call("/api/cart", { headers: { ...ida.headers, "accept-language": "de" } });
  expect(await cart.json()).toMatchObject({
    lines: [{ title: "Ida Hocker", options: { Farbe: "Seegrün" } }],
  });

  const { itemId, version } = made;
  const patch = { version, translations: { de: { title: "Ida Schemel" } } };
  expect((await ida.call(`products/${itemId}`, patch, "PATCH")).status).toBe(200);
  const after = await eventually(async () => {
    const detail = (await told("de")) as ProductDetail;
    return detail.title === "Ida Schemel" ? detail : undefined;
  });
  expect(after).toMatchObject({ description: "Two fit under a table." });
  expect(after).not.toHaveProperty("describedInLanguage");
  const word = (length: number) => "ü".repeat(length);
  const long = Object.fromEntries(
    Array.from({ length: 200 }, (_, n) => [`${n}${word(70)}`, `${n}${word(70)}`]),
  );
  for (const de of [
    { title: " " },
    { title: "Ida", words: { navy: "Blau", blue: "Blau" } },
    { title: "Ida", words: { navy: word(81) } },
    { title: "Ida", words: long, description: word(20_000) },
  ]) {
    const refused = { version: version + 1, translations: { de } };
    expect((await ida.call(`products/${itemId}`, refused, "PATCH")).status).toBe(400);
  }
});

/** The outbox's news of a product, for the relay. */
async function newsOf(itemId: string): Promise<number> {
  const rows = await new Database(bindings).withShop("demo", (transaction) =>
    transaction.execute(sql`select 1 from outbox where kind = 'catalogue'
      and payload->'itemIds' @> ${JSON.stringify([itemId])}::jsonb`),
  );
  return rows.length;
}

test("a seller makes, changes, hides and deletes a product, and shoppers see it at once", async () => {
  const ida = await newSeller();
  const made = await ida.product({ title: "Ida pendant lamp, Ø 30" });
  expect(made).toMatchObject({
    slug: expect.stringMatching(/^ida-pendant-lamp-o-30/),
    status: "published",
    priceMinor: 1_000,
    currency: "EUR",
    sellerId: ida.userId,
  });
  expect((await detail(made.slug)).title).toBe("Ida pendant lamp, Ø 30");
  const { itemId, version } = made;
  const patched = await ida.call(`products/${itemId}`, { version, title: "Ida lamp" }, "PATCH");
  expect(patched.status).toBe(200);
  expect((await detail(made.slug)).title).toBe("Ida lamp");
  const { items } = (await (
    await call("/api/products?category=lamps&sort=newest")
  ).json()) as ProductList;
  expect(items[0]).toMatchObject({ itemId, title: "Ida lamp" });
  const hidden = await ida.call(
    `products/${itemId}`,
    { version: version + 1, status: "hidden" },
    "PATCH",
  );
  expect(hidden.status).toBe(200);
  expect((await call(`/api/products/${made.slug}`)).status).toBe(404);
  const deleted = await ida.call(`products/${itemId}?version=${version + 2}`, undefined, "DELETE");
  expect(deleted.status).toBe(204);
  expect((await ida.read(itemId)).status).toBe("deleted");
  expect(await newsOf(itemId)).toBe(4);
});

test("what belongs to others is unknown; admins reach all", async () => {
  const [ida, tom, admin] = [await newSeller(), await newSeller(), await newSeller(["admin"])];
  const { itemId, version, variants } = await ida.product();
  const sku = variants[0]?.sku ?? "";
  const unknown = { status: 404, code: "unknown_product" };
  const patch = { version, title: "Mine now" };
  expect(await problemOf(await tom.call(`products/${itemId}`))).toEqual(unknown);
  expect(await problemOf(await tom.call(`products/${itemId}`, patch, "PATCH"))).toEqual(unknown);
  const put = { version, variants: [] };
  expect(await problemOf(await tom.call(`products/${itemId}/variants`, put, "PUT"))).toEqual(
    unknown,
  );
  const images = { version, images: [] };
  expect(await problemOf(await tom.call(`products/${itemId}/images`, images, "PUT"))).toEqual(
    unknown,
  );
  const stock = { changes: [{ sku, onHand: 0 }] };
  expect(await problemOf(await tom.call("stock", stock))).toEqual({
    status: 404,
    code: "unknown_variant",
  });
  const bulk = await tom.call("products/status", { itemIds: [itemId], status: "deleted" });
  expect(await bulk.json()).toMatchObject({ changed: 0, refused: [{ itemId }] });
  const foreign = { title: "For Ida", categorySlug: "lamps", sellerId: ida.userId };
  expect(await problemOf(await tom.call("products", foreign))).toEqual({
    status: 403,
    code: "forbidden",
  });
  expect((await ida.read(itemId)).title).not.toBe("Mine now");
  expect((await admin.call(`products/${itemId}`, patch, "PATCH")).status).toBe(200);
  const list = (await (await tom.call("products")).json()) as { total: number };
  expect(list.total).toBe(0);
});

test("who is not a seller may do nothing of it", async () => {
  const buyer = await newSeller(["buyer"]);
  expect(await problemOf(await buyer.call("products"))).toEqual({ status: 403, code: "forbidden" });
  expect(await problemOf(await call("/api/selling/products"))).toEqual({
    status: 401,
    code: "sign_in_required",
  });
});

test("of two changes of one version the second is told so", async () => {
  const ida = await newSeller();
  const { itemId, version } = await ida.product();
  const answers = await Promise.all([
    ida.call(`products/${itemId}`, { version, title: "One" }, "PATCH"),
    ida.call(`products/${itemId}`, { version, title: "Two" }, "PATCH"),
  ]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  const late = answers.find(({ status }) => status === 409);
  expect(late && (await problemOf(late)).code).toBe("conflict");
});

test("an old address leads on, and is never given to another product", async () => {
  const ida = await newSeller();
  const first = await ida.product();
  const renamed = await ida.call(
    `products/${first.itemId}`,
    { version: first.version, slug: `${first.slug}-renamed` },
    "PATCH",
  );
  expect(renamed.status).toBe(200);
  expect((await detail(first.slug)).slug).toBe(`${first.slug}-renamed`);
  const second = await ida.product();
  const taken = await ida.call(
    `products/${second.itemId}`,
    { version: second.version, slug: first.slug },
    "PATCH",
  );
  expect(await problemOf(taken)).toEqual({ status: 409, code: "slug_taken" });
  const sameTitle = await ida.product({ title: first.title });
  expect(sameTitle.slug).not.toBe(first.slug);
  const back = await ida.call(
    `products/${first.itemId}`,
    { version: first.version + 1, slug: first.slug },
    "PATCH",
  );
  expect(back.status).toBe(200);
  expect((await detail(`${first.slug}-renamed`)).slug).toBe(first.slug);
});

test("nothing is shown that cannot be sold", async () => {
  const ida = await newSeller();
  const bare = { title: "Bare", categorySlug: "lamps" };
  expect(await problemOf(await ida.call("products", { ...bare, status: "published" }))).toEqual({
    status: 409,
    code: "not_ready",
  });
  const draft = await ida.product({ status: "draft", variants: [] });
  const bulk = await ida.call("products/status", { itemIds: [draft.itemId], status: "published" });
  expect(await bulk.json()).toEqual({
    changed: 0,
    refused: [{ itemId: draft.itemId, reason: expect.stringContaining("variant") }],
  });
  expect(await problemOf(await ida.call("products", { ...bare, categorySlug: "nowhere" }))).toEqual(
    {
      status: 404,
      code: "unknown_category",
    },
  );
});

test("lists find by state, title and article number", async () => {
  const ida = await newSeller();
  const one = await ida.product({ title: "Find_me 100%" });
  await ida.product({ status: "draft" });
  const find = async (query: string) => {
    const list = (await (await ida.call(`products?${query}`)).json()) as {
      items: { itemId: string; onHand: number; variants: number }[];
      counts: Record<string, number>;
    };
    return list;
  };
  const all = await find("");
  expect(all.counts).toEqual({ draft: 1, published: 1, hidden: 0, deleted: 0 });
  expect(all.items).toHaveLength(2);
  expect((await find("status=draft")).items).toHaveLength(1);
  expect((await find("search=find_me+100%25")).items).toMatchObject([
    { itemId: one.itemId, onHand: 5, variants: 1 },
  ]);
  expect((await find("search=find%25me")).items).toEqual([]);
  expect((await find(`search=${one.variants[0]?.sku.slice(0, 20)}`)).items).toHaveLength(1);
});

test("an article number belongs to one product of the shop", async () => {
  const [ida, tom] = [await newSeller(), await newSeller()];
  const variant = newVariant();
  await ida.product({ variants: [variant] });
  const again = { title: "Copy", categorySlug: "lamps", variants: [variant] };
  expect(await problemOf(await tom.call("products", again))).toEqual({
    status: 409,
    code: "sku_taken",
  });
  expect(((await (await tom.call("products")).json()) as { total: number }).total).toBe(0);
});

test("what is changed elsewhere shows within moments too", async () => {
  const ida = await newSeller();
  const { itemId, slug } = await ida.product();
  expect((await detail(slug)).itemId).toBe(itemId);
  await control("/sql", {
    statement: `update products set title = 'From elsewhere', updated_at = clock_timestamp() where id = '${itemId}'`,
  });
  await eventually(async () =>
    (await detail(slug)).title === "From elsewhere" ? true : undefined,
  );
});

test("an admin makes products for those who sell here, and for nobody else", async () => {
  const [admin, ida] = [await newSeller(["admin"]), await newSeller()];
  const [buyer, stranger] = [
    await signedIn(),
    await signedIn({ roles: ["seller"], shop: "other" }),
  ];
  const make = (sellerId: string) =>
    admin.call("products", { title: "For somebody", categorySlug: "lamps", sellerId });
  const made = await make(ida.userId);
  expect(made.status, await made.clone().text()).toBe(201);
  expect(await made.json()).toMatchObject({ sellerId: ida.userId });
  for (const sellerId of [buyer.userId, stranger.userId, crypto.randomUUID()]) {
    expect(await problemOf(await make(sellerId))).toEqual({ status: 404, code: "unknown_seller" });
  }
});
