import { type Random, randomFrom } from "@slipstream/algorithms/random";
import { Popularity } from "@slipstream/algorithms/sources/popularity";
import { asked } from "@slipstream/algorithms/testing/asked";
import { Redis } from "ioredis";
import { beforeEach, expect, test } from "vitest";
import { Deadline } from "./deadline.ts";
import { recommend } from "./pipeline.ts";
import { SessionReader } from "./session-reader.ts";
import { ShopModel } from "./shop-model.ts";
import { NOW, product, requestFor, stepFactory } from "./testing/shop.ts";

/**
 * What a shop shows where little is known: of visitors, of products. Each figure is the share of
 * questions whose answer of 12 had what came, beside the same of decayed popularity.
 */
const KINDS = ["mug", "lamp", "rug", "kite", "soap", "vase", "stool", "scarf"];
const STYLES = ["oak", "linen", "cobalt", "moss", "copper", "amber"];
const PER_KIND_AND_STYLE = 4;
const LIST = 12;
/** Visitors of the past, and of those who come next. */
const PAST = 500;
const NEXT = 150;

const parts = {
  sessions: new SessionReader(new Redis({ lazyConnect: true })),
  waitFor: async () => true,
  random: () => 0,
  now: () => NOW,
};
let model: ShopModel;
let popularity: Popularity;
let walks: string[][];

beforeEach(() => {
  model = new ShopModel("demo");
  popularity = new Popularity("popularity", 10_000);
  model.catalogue.apply(
    KINDS.flatMap((kind, group) => STYLES.flatMap((style) => productsOf(kind, style, group))),
  );
  const random = randomFrom([31]);
  const past = Array.from({ length: PAST }, () => walk(random));
  for (const [visitor, items] of past.entries()) visit(`v${visitor}`, items);
  walks = Array.from({ length: NEXT }, () => walk(random));
});

function productsOf(kind: string, style: string, group: number) {
  return Array.from({ length: PER_KIND_AND_STYLE }, (_, at) =>
    product(`${style}-${kind}-${at}`, {
      title: `${style} ${kind}`,
      categories: [kind, "all"],
      createdAt: NOW - 86_400_000 * (30 + 8 * at + group),
    }),
  );
}

/** Four products that a visitor looks at: all of one kind, or all of one style; few are wanted by most. */
function walk(random: Random): string[] {
  const skewed = (count: number) => Math.floor(count * random.unit() ** 2);
  const isOfKind = random.unit() < 0.5;
  const kind = KINDS[skewed(KINDS.length)]!;
  const style = STYLES[skewed(STYLES.length)]!;
  const items = new Set<string>();
  while (items.size < 4) {
    const own = isOfKind ? STYLES[random.below(STYLES.length)]! : style;
    const ownKind = isOfKind ? kind : KINDS[random.below(KINDS.length)]!;
    items.add(`${own}-${ownKind}-${skewed(PER_KIND_AND_STYLE)}`);
  }
  return [...items];
}

const step = stepFactory();
function visit(visitorId: string, items: readonly string[]): void {
  for (const itemId of items) {
    const event = { row: model.ids.ensure(itemId), weight: 1, at: NOW };
    popularity.observe(event);
    model.steps.apply(0, [step({ visitorId, sessionId: `s-${visitorId}`, itemId })]);
  }
}

async function answer(values: object): Promise<string[]> {
  const request = requestFor({ limit: LIST, ...values });
  const { response } = await recommend(parts, { model, request, deadline: new Deadline(5000) });
  return response.items.map(({ itemId }) => itemId);
}

/** What decayed popularity would show to anybody. */
function popular(without: readonly string[] = []): string[] {
  const rows = asked(popularity, {}, LIST + without.length).map(({ row }) => model.ids.idOf(row));
  return rows.filter((itemId) => !without.includes(itemId)).slice(0, LIST);
}

const shareOf = <T>(all: readonly T[], holds: (one: T) => boolean) =>
  all.filter(holds).length / all.length;
const kindOf = (itemId: string) => itemId.split("-")[1]!;
const tell = (figure: string) => process.stdout.write(`${figure}\n`);
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** Share of the next visitors whose next product is in the answer after so many. */
async function hitsAfter(clicks: number): Promise<{ ours: number; popular: number }> {
  let ours = 0;
  let others = 0;
  for (const items of walks) {
    const context = items.slice(0, clicks).reverse();
    if ((await answer({ context })).includes(items[clicks]!)) ours++;
    if (popular(context).includes(items[clicks]!)) others++;
  }
  return { ours: ours / walks.length, popular: others / walks.length };
}

test("a new visitor's first page: almost as many find something as in what is popular, and of more kinds", async () => {
  const page = await answer({});
  const found = (list: readonly string[]) =>
    shareOf(walks, (items) => items.some((itemId) => list.includes(itemId)));
  const ofKind = (list: readonly string[]) => new Set(list.map(kindOf)).size;
  const [ours, theirs] = [page, popular()].map((list) => ({
    found: found(list),
    kinds: ofKind(list),
  }));
  tell(
    `first page: ${percent(ours!.found)} find something, ${ours!.kinds} kinds; popularity ${percent(theirs!.found)}, ${theirs!.kinds}`,
  );
  expect(page).toHaveLength(LIST);
  expect(ours!.kinds).toBeGreaterThan(theirs!.kinds);
  expect(ours!.found).toBeGreaterThan(0.9 * theirs!.found);
});

test("the first click tells much, and the second more", async () => {
  const [first, second] = [await hitsAfter(1), await hitsAfter(2)];
  tell(
    `after a click: ${percent(first.ours)}, after two ${percent(second.ours)}; popularity ${percent(first.popular)}, ${percent(second.popular)}`,
  );
  expect(first.ours).toBeGreaterThan(first.popular);
  expect(second.ours).toBeGreaterThan(second.popular);
  expect(second.ours).toBeGreaterThan(first.ours);
});

test("a new product is there in the very next answers, before anybody has seen it", async () => {
  const kinds = KINDS.slice(0, 6);
  const start = performance.now();
  let similar = 0;
  for (const kind of kinds) {
    const itemId = `oak-${kind}-new`;
    model.catalogue.apply([
      product(itemId, { title: `oak ${kind}`, categories: [kind, "all"], createdAt: NOW - 1000 }),
    ]);
    if ((await answer({ placement: "similar", itemId: `oak-${kind}-0` })).includes(itemId))
      similar++;
  }
  const ms = (performance.now() - start) / kinds.length;
  const home = await answer({ limit: 24 });
  const share = similar / kinds.length;
  tell(
    `new products: ${percent(share)} in the next answer about one of their kind, ${ms.toFixed(1)} ms after the word; popularity ${percent(shareOf(popular(), (itemId) => itemId.endsWith("new")))}`,
  );
  expect(share).toBe(1);
  expect(popular().some((itemId) => itemId.endsWith("new"))).toBe(false);
  expect(home.some((itemId) => itemId.endsWith("-new"))).toBe(true);
});

test("a new category: its products lead to each other at once, and after five visitors by what they do", async () => {
  const names = ["red", "tin", "tall", "old", "plain", "tiny"];
  const ids = names.map((name) => `${name}-clock-0`);
  model.catalogue.apply(
    ids.map((itemId, at) =>
      product(itemId, {
        title: `${names[at]} clock`,
        categories: ["clock", "all"],
        createdAt: NOW - 1000,
      }),
    ),
  );
  const inCategory = (list: readonly string[]) =>
    shareOf(ids.slice(1), (itemId) => list.includes(itemId));
  const before = inCategory(await answer({ context: [ids[0]!] }));
  const untouched = inCategory(popular());
  for (let visitor = 0; visitor < 5; visitor++) visit(`new${visitor}`, [ids[0]!, ids[3]!]);
  const context = [ids[0]!];
  const place = (list: readonly string[]) => list.indexOf(ids[3]!) + 1;
  const after = place(await answer({ context }));
  tell(
    `new category: ${percent(before)} of its products after one of them; popularity ${percent(untouched)}. After five visitors what they went on to stands at place ${after}; in popularity at ${place(popular(context)) || "none"}`,
  );
  expect(before).toBeGreaterThan(untouched);
  expect(after).toBeGreaterThan(0);
  expect(after).toBeLessThanOrEqual(2);
  expect(popular(context)).not.toContain(ids[3]);
});
