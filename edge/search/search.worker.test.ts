import {
  type SearchAnswer,
  type Suggestions,
  searchAnswerSchema,
  suggestionsSchema,
} from "@slipstream/contracts/search-api";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { call, control, cookiesOf, eventually, newVisitorId } from "../testing/client.ts";

const HOST = "http://words.test";

async function found(query: string, headers: Record<string, string> = {}): Promise<SearchAnswer> {
  const response = await call(`/api/search?${query}`, { host: HOST, headers });
  expect(response.status).toBe(200);
  return searchAnswerSchema.parse(await response.json());
}

async function suggested(typed: string): Promise<Suggestions> {
  const path = `/api/search/suggestions?q=${encodeURIComponent(typed)}`;
  return suggestionsSchema.parse(await (await call(path, { host: HOST })).json());
}

const ids = (answer: { items: { itemId: string }[] }) => answer.items.map(({ itemId }) => itemId);

const products = [
  ["kettle", "Copper kettle", "kitchen", "Boils a litre in four minutes", '{"Material": "Copper"}'],
  ["teapot", "Stoneware teapot", "kitchen", "Holds its heat", '{"Material": "Stoneware"}'],
  ["sofa", "Halden sofa", "living", "Seats three; the covers come off", '{"Colour": "Moss green"}'],
  [
    "chair",
    "Halden armchair",
    "living",
    "Goes with the sofa",
    '{"Colour": "Sand", "Width": "80 cm"}',
  ],
  ["creme", "Crème brûlée bowls", "kitchen", "A set of four", "{}"],
  ["batteries", "Rechargeable batteries", "living", "For lamps and for radios", "{}"],
  ["secret", "Unreleased quasar kettle", "kitchen", "Not yet", "{}"],
];

test("finds, facets and suggests in German what has German words", async () => {
  await control("/sql", {
    statement: `update products set updated_at = clock_timestamp(), translations = '{"de": {
        "title": "Steinzeugkannen", "description": "Halten den Tee warm",
        "words": {"Material": "Werkstoff", "Stoneware": "Steinzeug"}}}'
      where shop_id = 'words' and id = 'teapot'`,
  });
  const german = { "accept-language": "de" };
  const answer = await eventually(async () => {
    const now = await found("q=Steinzeugkanne&attribute=Material:Stoneware", german);
    return now.items[0]?.translated ? now : undefined;
  });
  expect(answer.items).toMatchObject([{ itemId: "teapot", title: "Steinzeugkannen" }]);
  expect(answer.facets.find(({ key }) => key === "attribute")).toMatchObject({
    name: "Werkstoff",
    values: [{ value: "Material:Stoneware", label: "Steinzeug" }],
  });
  expect(ids(await found("q=tee+mit+steinzeug", german))).toEqual(["teapot"]);
  expect((await found("q=Steinzeugkane", german)).didYouMean?.query).toBe("steinzeugkannen");
  const typed = await call("/api/search/suggestions?q=steinz", { host: HOST, headers: german });
  expect(suggestionsSchema.parse(await typed.json()).products).toMatchObject([
    { title: "Steinzeugkannen" },
  ]);
  expect(ids(await found("q=Kanne", german))).toEqual(["teapot"]);
  // The shop's own words find it still, and tell it in its own.
  expect((await found("q=teapots")).items).toMatchObject([{ title: "Stoneware teapot" }]);
});

beforeAll(async () => {
  const rows = products.map(
    ([id, title, category, description, attributes], place) =>
      `('words', '${id}', '${id}', '${title}', '${category}', '${description}', '${attributes}',
        ${1000 * (place + 1)}, 'EUR', '${id === "secret" ? "draft" : "published"}', 'Norr',
        now() - ${place} * interval '1 day')`,
  );
  await control("/sql", {
    statement: `
      insert into categories (shop_id, slug, name, tint) values
        ('words', 'kitchen', 'Kitchen and table', 'sand'), ('words', 'living', 'Living', 'moss');
      insert into products (shop_id, id, slug, title, category_slug, description, attributes,
        price_minor, currency, status, brand, created_at) values ${rows.join(", ")};
      insert into synonyms (id, shop_id, terms) values
        (gen_random_uuid(), 'words', '{couch,sofa}'),
        (gen_random_uuid(), 'words', '{power cell,battery}')`,
  });
  await eventually(async () => ((await found("q=kettle")).total > 0 ? true : undefined));
});

test("finds words in titles, attributes, categories and descriptions, names first", async () => {
  expect(ids(await found("q=kettle"))).toEqual(["kettle"]);
  expect(ids(await found("q=COPPER"))).toEqual(["kettle"]);
  expect(ids(await found("q=litre"))).toEqual(["kettle"]);
  expect(ids(await found("q=kitchen"))).toHaveLength(3);
  expect(ids(await found("q=green+sofa"))).toEqual(["sofa"]);
  expect(ids(await found("q=the+covers"))).toEqual(["sofa"]);
  expect(ids(await found("q=creme+brulee"))).toEqual(["creme"]);
  expect(ids(await found("q=Cr%C3%A8me"))).toEqual(["creme"]);
  expect(ids(await found("q=kettles"))).toEqual(["kettle"]);
  expect(ids(await found("q=halden"))[0]).toBe("sofa");
});

test("takes half of the last word, and never makes a known word longer", async () => {
  expect(ids(await found("q=stonewa"))).toEqual(["teapot"]);
  expect(ids(await found("q=copper+ket"))).toEqual(["kettle"]);
  expect((await found("q=tea")).didYouMean).toBeUndefined();
  expect(ids(await found("q=ket+copper"))).toEqual(["kettle"]);
});

test("puts slips right where no product has the word, and leaves exact searches alone", async () => {
  for (const slip of ["ketle", "kettel", "kettlle", "jettle"]) {
    const answer = await found(`q=${slip}`);
    expect(ids(answer)).toEqual(["kettle"]);
    expect(answer.didYouMean).toEqual({ query: "kettle", applied: true });
  }
  expect(ids(await found("q=sfoa"))).toEqual(ids(await found("q=sofa")));
  const both = await found("q=coper+ketle");
  expect(both.didYouMean).toEqual({ query: "copper kettle", applied: true });
  const exact = await found("q=ketle&exact=true");
  expect(exact).toMatchObject({ total: 0, didYouMean: { query: "kettle", applied: false } });
  expect(await found("q=zzyzx")).toMatchObject({ total: 0, items: [], facets: [] });
});

test("synonyms stand for each other, also of several words and in the plural", async () => {
  expect(ids(await found("q=couch"))).toContain("sofa");
  expect(ids(await found("q=green+couches"))).toEqual(["sofa"]);
  expect(ids(await found("q=power+cell"))).toEqual(["batteries"]);
});

test("where no product has all words, those that have some come, and it is said", async () => {
  const answer = await found("q=copper+sofa");
  expect(answer.relaxed).toBe(true);
  expect(ids(answer)).toEqual(expect.arrayContaining(["kettle", "sofa"]));
  expect((await found("q=copper+kettle")).relaxed).toBe(false);
});

test("drafts and hidden products are nowhere: not found, not counted, not suggested", async () => {
  expect(await found("q=quasar")).toMatchObject({ total: 0 });
  expect((await found("q=quasaar")).didYouMean).toBeUndefined();
  expect((await suggested("quas")).products).toEqual([]);
  const statement = (status: string) =>
    `update products set status = '${status}', updated_at = now() where shop_id = 'words' and id = 'teapot'`;
  await control("/sql", { statement: statement("hidden") });
  expect(await found("q=teapot")).toMatchObject({ total: 0, facets: [] });
  expect((await suggested("teapo")).products).toEqual([]);
  await control("/sql", { statement: statement("published") });
  const back = await eventually(async () => {
    const answer = await found("q=teapot");
    return answer.items.length > 0 ? answer : undefined;
  });
  expect(ids(back)).toEqual(["teapot"]);
});

test("orders by price, age and name, and leafs through without losing or repeating one", async () => {
  const sorted = async (sort: string) => ids(await found(`within=living&sort=${sort}`));
  expect(await sorted("price_asc")).toEqual(["sofa", "chair", "batteries"]);
  expect(await sorted("price_desc")).toEqual(["batteries", "chair", "sofa"]);
  expect(await sorted("newest")).toEqual(["sofa", "chair", "batteries"]);
  expect(await sorted("title")).toEqual(["chair", "sofa", "batteries"]);
  const pages = await Promise.all(
    [1, 2, 3, 4].map((page) => found(`q=norr&pageSize=2&page=${page}`)),
  );
  expect(pages[0]).toMatchObject({ total: 6, pages: 3 });
  expect(new Set(pages.flatMap(ids)).size).toBe(6);
  expect(pages[3]?.items).toEqual([]);
});

test("stock that comes and goes shows in the filter at once", async () => {
  const inStock = async () => ids(await found("q=norr&inStock=true"));
  expect(await inStock()).toHaveLength(6);
  await control("/sql", {
    statement: `
      insert into variants (shop_id, sku, product_id, price_minor, options)
        values ('words', 'SOFA-1', 'sofa', 3000, '{"Size": "Large"}');
      insert into inventory (shop_id, sku, on_hand) values ('words', 'SOFA-1', 2)`,
  });
  expect(await inStock()).toContain("sofa");
  await control("/sql", { statement: `update inventory set reserved = 2 where sku = 'SOFA-1'` });
  expect(await inStock()).not.toContain("sofa");
  expect(ids(await found("q=sofa+large"))).toEqual(["sofa"]);
  await control("/sql", { statement: `update inventory set reserved = 1 where sku = 'SOFA-1'` });
  expect(await inStock()).toContain("sofa");
});

test("a category's new name is what its products are found by", async () => {
  expect((await found("q=scullery&exact=true")).total).toBe(0);
  await control("/sql", {
    statement: `update categories set name = 'Scullery' where shop_id = 'words' and slug = 'kitchen'`,
  });
  expect((await found("q=scullery")).total).toBe(3);
});

test("suggests products, categories, and what at least three people searched for", async () => {
  expect((await suggested("hald")).products.map(({ itemId }) => itemId)).toEqual(["sofa", "chair"]);
  expect((await suggested("livi")).categories).toEqual([{ slug: "living", name: "Living" }]);
  expect((await suggested("ketle")).products[0]?.itemId).toBe("kettle");
  const visitors = Array.from({ length: 3 }, newVisitorId);
  for (const visitor of [visitors[0]!, ...visitors.slice(0, 2), visitors[0]!]) {
    await found("q=Copper++Kettle", { cookie: await cookiesOf(visitor, "words") });
  }
  await found("q=copper+kettle");
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect((await suggested("copp")).searches).toEqual([]);
  await found("q=copper+kettle", { cookie: await cookiesOf(visitors[2]!, "words") });
  await eventually(async () =>
    (await suggested("copp")).searches.includes("copper kettle") ? true : undefined,
  );
});

test("while the model server is down, the order of the text stands", async () => {
  const cookie = await cookiesOf(newVisitorId(), "words");
  const own = await found("q=norr", { cookie });
  expect(own.requestId).toBeUndefined();
  expect(ids(own)).toEqual(ids(await found("q=norr")));
});

test("with the model server, the first page follows the session, and holds the same products", async () => {
  const cookie = await cookiesOf(newVisitorId(), "words");
  const byText = ids(await found("q=norr&pageSize=4"));
  await control("/model/start");
  try {
    const own = await eventually(async () => {
      const answer = await found("q=norr&pageSize=4", { cookie });
      return answer.requestId === undefined ? undefined : answer;
    });
    expect(ids(own).toSorted()).toEqual(byText.toSorted());
    const second = await found("q=norr&pageSize=4&page=2", { cookie });
    expect(second.requestId).toBeUndefined();
    expect(ids(second).filter((itemId) => byText.includes(itemId))).toEqual([]);
    expect((await found("q=norr&pageSize=4")).requestId).toBeUndefined();
    expect((await found("q=norr&pageSize=4&context=chair")).requestId).toBeDefined();
  } finally {
    await control("/model/kill");
  }
});

test("takes any text at all", async () => {
  const odd = fc.oneof(
    fc.string({ unit: "binary", maxLength: 250 }),
    fc.string({ unit: "grapheme", maxLength: 60 }),
    fc.stringMatching(/^['"\\:*&|!()<>%;\-\0a-z ]{0,40}$/),
    fc.constantFrom(
      "the",
      "''",
      "a:* & !b",
      "%",
      "½ ﬁ",
      "\ud800",
      "💡",
      "x".repeat(3000).slice(0, 1900),
    ),
  );
  await fc.assert(
    fc.asyncProperty(odd, async (text) => {
      const q = encodeURIComponent(text.toWellFormed());
      const attribute = encodeURIComponent(
        `${text.toWellFormed().slice(0, 50)}:${text.toWellFormed().slice(0, 50)}`,
      );
      for (const path of [
        `/api/search?q=${q}`,
        `/api/search?q=kettle&attribute=${attribute}&brand=${attribute}&category=${attribute}&seller=${attribute}&price=${attribute}`,
        `/api/search/suggestions?q=${q}`,
      ]) {
        const response = await call(path, { host: HOST });
        expect(response.status).toBe(200);
        await response.body?.cancel();
      }
    }),
    { numRuns: 30 },
  );
});
