import type { ProductDetail } from "@slipstream/contracts/shop-api";
import { expect, test } from "vitest";
import { call, control, problemOf } from "../testing/client.ts";
import { newSeller, newVariant } from "../testing/selling.ts";

const colours = Array.from({ length: 10 }, (_, n) => `Colour ${n}`);
const sizes = Array.from({ length: 10 }, (_, n) => `Size ${n}`);
const woods = Array.from({ length: 25 }, (_, n) => `Wood ${n}`);

test("2,500 variants of one product are written, read, changed and replaced", async () => {
  const ida = await newSeller();
  const { itemId, slug, version } = await ida.product();
  const variants = colours.flatMap((colour) =>
    sizes.flatMap((size) =>
      woods.map((wood, n) =>
        newVariant({ options: { colour, size, wood }, priceMinor: 2_000 + n }),
      ),
    ),
  );
  expect(variants).toHaveLength(2_500);
  const put = await ida.call(`products/${itemId}/variants`, { version, variants }, "PUT");
  expect(put.status).toBe(200);
  const read = await ida.read(itemId);
  expect(read.variants.map(({ sku }) => sku)).toEqual(variants.map(({ sku }) => sku));
  expect(read).toMatchObject({ priceMinor: 2_000, version: version + 1 });
  const page = (await (await call(`/api/products/${slug}`)).json()) as ProductDetail;
  expect(page.variants).toHaveLength(2_500);
  const changes = variants.map(({ sku }) => ({ sku, priceMinor: 900, onHand: 7 }));
  const patch = await ida.call(`products/${itemId}/variants`, { changes }, "PATCH");
  expect(patch.status).toBe(200);
  const after = await ida.read(itemId);
  expect(after.variants.every(({ onHand, priceMinor }) => onHand === 7 && priceMinor === 900)).toBe(
    true,
  );
  expect(after.priceMinor).toBe(900);
  const few = variants.slice(0, 2).map(({ onHand: _, ...variant }) => variant);
  await ida.call(`products/${itemId}/variants`, { version: after.version, variants: few }, "PUT");
  expect((await ida.read(itemId)).variants).toMatchObject([{ onHand: 7 }, { onHand: 7 }]);
});

test("a variant too many, twice the same, or with other options is refused", async () => {
  const ida = await newSeller();
  const { itemId, version } = await ida.product();
  const put = (variants: unknown[]) =>
    ida.call(`products/${itemId}/variants`, { version, variants }, "PUT");
  const invalid = { status: 400, code: "invalid_request" };
  const many = Array.from({ length: 2_501 }, (_, n) => newVariant({ options: { n: String(n) } }));
  expect(await problemOf(await put(many))).toEqual(invalid);
  const twice = newVariant();
  expect(await problemOf(await put([twice, twice]))).toEqual(invalid);
  const same = [newVariant({ options: { size: "L" } }), newVariant({ options: { size: "L" } })];
  expect(await problemOf(await put(same))).toEqual(invalid);
  const other = [
    newVariant({ options: { size: "L" } }),
    newVariant({ options: { colour: "Sea" } }),
  ];
  expect(await problemOf(await put(other))).toEqual(invalid);
  expect(await problemOf(await put([newVariant({ priceMinor: 1.5 })]))).toEqual(invalid);
  expect(await problemOf(await put([]))).toEqual({ status: 409, code: "not_ready" });
});

test("stock is set and moved, never below what orders hold", async () => {
  const ida = await newSeller();
  const product = await ida.product({ variants: [newVariant({ onHand: 10 })] });
  const { itemId } = product;
  const sku = product.variants[0]?.sku ?? "";
  const move = (change: object) => ida.call("stock", { changes: [{ sku, ...change }] });
  expect(await (await move({ delta: -3 })).json()).toEqual({
    stock: [{ sku, onHand: 7, reserved: 0 }],
  });
  await control("/sql", { statement: `update inventory set reserved = 4 where sku = '${sku}'` });
  const patch = { changes: [{ sku, delta: -1, priceMinor: 1_100 }] };
  await ida.call(`products/${itemId}/variants`, patch, "PATCH");
  expect((await ida.read(itemId)).variants).toMatchObject([{ onHand: 6, priceMinor: 1_100 }]);
  const twice = {
    changes: [
      { sku, delta: 1 },
      { sku, delta: 1 },
    ],
  };
  const invalid = { status: 400, code: "invalid_request" };
  expect(await problemOf(await ida.call("stock", twice))).toEqual(invalid);
  const refused = await ida.call(`products/${itemId}/variants`, twice, "PATCH");
  expect(await problemOf(refused)).toEqual(invalid);
  await move({ onHand: 7 });
  const below = { status: 409, code: "stock_below_reserved" };
  expect(await problemOf(await move({ delta: -4 }))).toEqual(below);
  expect(await problemOf(await move({ onHand: 3 }))).toEqual(below);
  const { version } = await ida.read(itemId);
  const put = { version, variants: [newVariant()] };
  expect(await problemOf(await ida.call(`products/${itemId}/variants`, put, "PUT"))).toEqual(below);
  expect((await move({ onHand: 4 })).status).toBe(200);
  expect((await ida.read(itemId)).variants).toMatchObject([{ onHand: 4, reserved: 4 }]);
  const shown = (await (await call(`/api/products/${product.slug}`)).json()) as ProductDetail;
  expect(shown).toMatchObject({ inStock: false, variants: [{ available: 0 }] });
});

test("moves of the same stock at once all count", async () => {
  const ida = await newSeller();
  const product = await ida.product({ variants: [newVariant({ onHand: 5 })] });
  const sku = product.variants[0]?.sku ?? "";
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => ida.call("stock", { changes: [{ sku, delta: -1 }] })),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(3);
  expect((await ida.read(product.itemId)).variants).toMatchObject([{ onHand: 0 }]);
});

test("a move that is sent again with its key counts once", async () => {
  const ida = await newSeller();
  const product = await ida.product({ variants: [newVariant({ onHand: 5 })] });
  const sku = product.variants[0]?.sku ?? "";
  const key = crypto.randomUUID();
  for (let sent = 0; sent < 2; sent++) {
    const response = await call("/api/selling/stock", {
      headers: { ...ida.headers, "idempotency-key": key },
      body: { changes: [{ sku, delta: -1 }] },
    });
    expect(await response.json()).toMatchObject({ stock: [{ onHand: 4 }] });
  }
  expect((await ida.read(product.itemId)).variants).toMatchObject([{ onHand: 4 }]);
});
