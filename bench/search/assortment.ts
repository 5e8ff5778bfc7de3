import type { SeedCatalogue, SeedProduct } from "@slipstream/migrations/seed/catalogue";
import { demoCatalogue } from "@slipstream/migrations/seed/demo/catalogue";
import { colourWords } from "@slipstream/migrations/seed/demo/wording.data";
import type { ShopSeed } from "@slipstream/migrations/seed/shop-seed";

const syllables = [
  "al",
  "bru",
  "cor",
  "den",
  "el",
  "fia",
  "gor",
  "hed",
  "ing",
  "jor",
  "kal",
  "lun",
];
const endings = ["ta", "sen", "vik", "ro", "lund", "mar", "nes", "by", "dal", "ke", "na", "strand"];
const colours = Object.values(colourWords);
const seasons = ["spring", "summer", "autumn", "winter"];
const FIRST_DAY = Date.UTC(2024, 0, 1);
const DAYS = 900;
const DAY_MS = 86_400_000;

/**
 * A shop of `size` products, always the same: the demo shop's things with its texts, again and again
 * by other makers, in other colours and at other prices.
 */
export function benchShop(size: number): ShopSeed {
  const base = demoCatalogue();
  const products = [...benchProducts(base, size)];
  return {
    shop: {
      id: "demo",
      name: "A large shop",
      hosts: ["127.0.0.1", "localhost"],
      currency: "EUR",
      locale: "en-GB",
      simulated: true,
      provenance: "Made for measuring",
    },
    catalogue: { categories: base.categories, products },
  };
}

/** The products of such a shop one by one, for shops too large to be held. */
export function* benchProducts(base: SeedCatalogue, size: number): Generator<SeedProduct> {
  for (let place = 0; place < size; place++) {
    const original = base.products[place % base.products.length]!;
    yield variation(original, place, Math.floor(place / base.products.length));
  }
}

function variation(original: SeedProduct, place: number, round: number): SeedProduct {
  const maker = makerName(round);
  const line = original.attributes.Line ?? "";
  const colour = colours[(place * 7 + round) % colours.length]!;
  const priceMinor = Math.max(
    100,
    Math.round(original.priceMinor * (0.6 + ((place * 13) % 80) / 100)),
  );
  const id = `b-${place}`;
  return {
    ...original,
    id,
    slug: id,
    title: round === 0 ? original.title : `${original.title.replace(line, maker)} ${colour}`,
    brand: round === 0 ? original.brand : `${maker} ${original.brand.split(" ")[0]}`,
    attributes: {
      ...original.attributes,
      ...(round === 0 ? {} : { Line: maker, Colour: colour }),
      Season: seasons[(place + round) % seasons.length]!,
    },
    priceMinor,
    variants: [{ sku: `B-${place}`, options: {}, priceMinor, stock: place % 11 === 0 ? 0 : 5 }],
    images: original.images.slice(0, 1),
    createdAt: new Date(FIRST_DAY + ((place * 37) % DAYS) * DAY_MS + place * 1000).toISOString(),
  };
}

function makerName(round: number): string {
  const first = syllables[round % syllables.length]!;
  const last = endings[(round * 5 + Math.floor(round / syllables.length)) % endings.length]!;
  return `${first[0]!.toUpperCase()}${first.slice(1)}${last}`;
}
