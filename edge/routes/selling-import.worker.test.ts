import { type CsvReport, csvReportSchema } from "@slipstream/contracts/product-csv";
import type { ProductDetail } from "@slipstream/contracts/shop-api";
import { expect, test } from "vitest";
import { call, control } from "../testing/client.ts";
import { newSeller, newVariant, type TestSeller } from "../testing/selling.ts";

async function importFile(
  seller: TestSeller,
  lines: readonly string[] | string,
  dryRun = false,
): Promise<CsvReport> {
  const text = typeof lines === "string" ? lines : lines.join("\r\n");
  const response = await seller.send(`import?dryRun=${dryRun}`, text, "text/csv");
  expect(response.status, await response.clone().text()).toBe(200);
  return csvReportSchema.parse(await response.json());
}

const exported = async (seller: TestSeller) => (await seller.call("products.csv")).text();

test("what was exported and comes back changes nothing, whatever is in it", async () => {
  const ida = await newSeller();
  await ida.product({
    title: `=HYPERLINK("x"), 'quoted'; "twice"`,
    description: 'First line, with comma\n\nSecond "quoted"\n-dash; semi',
    brand: "@Norr\\en",
    attributes: { "Made in": "Åland; FI", "a=b": "c\\d" },
    translations: { de: { title: "Stuhl, „alt“", description: "=Ja", words: { "a=b": "ä; b" } } },
    variants: [
      newVariant({ options: { Colour: "Sea; deep", Size: "-1" }, priceMinor: 1 }),
      newVariant({ options: { Colour: "Sea; deep", Size: "=2" }, priceMinor: 123_456 }),
    ],
  });
  await ida.product({ status: "draft", variants: [] });
  const many = Array.from({ length: 500 }, (_, n) => newVariant({ options: { n: String(n) } }));
  await ida.product({ variants: many, consumable: true });
  const file = await exported(ida);
  expect(file).not.toContain("\n=HYPERLINK");
  const nothing = { created: 0, updated: 0, unchanged: 3, refused: 0, faults: [], rows: 503 };
  expect(await importFile(ida, file, true)).toMatchObject(nothing);
  expect(await importFile(ida, file)).toMatchObject(nothing);
  expect(await exported(ida)).toBe(file);
});

test("a file makes, changes and leaves out products, each whole, and says why", async () => {
  const ida = await newSeller();
  const there = await ida.product({ title: "There already" });
  const sku = there.variants[0]?.sku;
  const tag = crypto.randomUUID().slice(0, 8);
  const lines = [
    "id,slug,title,category,status,sku,options,price,stock",
    `,new-${tag},New stool,home,published,N1-${tag},Size=S,19.90,3`,
    `,new-${tag},,,,N2-${tag},Size=L,24.90,4`,
    `${there.itemId},,Changed title,,,${sku},,11,9`,
    `,bad-${tag},Bad stool,nowhere,published,B1-${tag},Size=S,19.90,3`,
    `,bad-${tag},,,,B2-${tag},Size=L,much,4`,
    `,foreign-${tag},Foreign,home,draft,p1-1,,1,1`,
    "p1,,Not mine,,,,,,",
  ];
  const expected = { rows: 7, created: 1, updated: 1, unchanged: 0, refused: 3, moreFaults: 0 };
  const dry = await importFile(ida, lines, true);
  expect(dry).toMatchObject({ ...expected, dryRun: true });
  expect((await call(`/api/products/new-${tag}`)).status).toBe(404);
  const report = await importFile(ida, lines);
  expect(report).toMatchObject(expected);
  expect(report.faults.map(({ line, column, code }) => [line, column, code])).toEqual([
    [6, "price", "invalid"],
    [7, "sku", "taken"],
    [8, "id", "unknown_product"],
  ]);
  const made = (await (await call(`/api/products/new-${tag}`)).json()) as ProductDetail;
  expect(made).toMatchObject({ title: "New stool", priceMinor: 1_990 });
  expect(made.variants.map(({ available }) => available)).toEqual([3, 4]);
  expect((await call(`/api/products/bad-${tag}`)).status).toBe(404);
  const changed = await ida.read(there.itemId);
  expect(changed).toMatchObject({
    title: "Changed title",
    variants: [{ priceMinor: 1_100, onHand: 9 }],
  });
  expect(await importFile(ida, lines.slice(0, 4))).toMatchObject({ unchanged: 2, updated: 0 });
});

test("a file of a few columns changes those alone, and never what orders hold", async () => {
  const ida = await newSeller();
  const { itemId, title, variants } = await ida.product({
    variants: [newVariant({ options: { n: "1" } }), newVariant({ options: { n: "2" } })],
  });
  const [one, two] = variants.map(({ sku }) => sku);
  await control("/sql", { statement: `update inventory set reserved = 4 where sku = '${two}'` });
  const stock = ["id;sku;stock", `${itemId};${one};0`, `${itemId};${two};3`];
  expect((await importFile(ida, stock)).faults).toMatchObject([
    { line: 3, column: "stock", code: "below_reserved" },
  ]);
  expect((await ida.read(itemId)).variants).toMatchObject([{ onHand: 5 }, { onHand: 5 }]);
  expect(await importFile(ida, stock.slice(0, 2))).toMatchObject({ updated: 1, refused: 0 });
  const after = await ida.read(itemId);
  expect(after).toMatchObject({ title, variants: [{ onHand: 0 }, { onHand: 5 }] });
  const wordless = ["id,title_de,words_de", `${itemId},,n=Nummer`];
  const mixed = ["id,title_de,words_de", `${itemId},Ding,n=Nummer;m=Nummer`];
  for (const [lines, column] of [
    [wordless, "title_de"],
    [mixed, "words_de"],
  ] as const) {
    expect((await importFile(ida, lines)).faults).toMatchObject([{ line: 2, column }]);
  }
  const german = ["id,title_de,words_de", `${itemId},Ding,n=Nummer`];
  expect(await importFile(ida, german)).toMatchObject({ updated: 1, refused: 0 });
  const de = { title: "Ding", description: "", words: { n: "Nummer" } };
  expect(await ida.read(itemId)).toMatchObject({ title, translations: { de } });
  expect(await importFile(ida, german)).toMatchObject({ unchanged: 1 });
  expect(await importFile(ida, ["id,title_de", `${itemId},`])).toMatchObject({ updated: 1 });
  expect((await ida.read(itemId)).translations).toEqual({});
});

test("five thousand products go in with one file", async () => {
  const ida = await newSeller();
  const tag = crypto.randomUUID().slice(0, 8);
  const rows = Array.from(
    { length: 5_000 },
    (_, n) => `Thing ${n},garden,M${n}-${tag},${n + 1}.00,1`,
  );
  const report = await importFile(ida, ["title,category,sku,price,stock", ...rows]);
  expect(report).toMatchObject({ created: 5_000, refused: 0 });
  const list = (await (await ida.call("products?status=draft")).json()) as { total: number };
  expect(list.total).toBe(5_000);
});
