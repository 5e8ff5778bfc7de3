import { startTestServices } from "@slipstream/dev/testing/services";
import postgres from "postgres";
import { afterAll, expect, test } from "vitest";
import { ensureSeedAccounts } from "./accounts.ts";
import { insertShop } from "./insert-shop.ts";

const { postgres: database } = await startTestServices({ postgres: true });
const { ownerUrl, adminUrl } = database;
const admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
afterAll(() => admin.end());

const shop = { id: "seeded", name: "Seeded", hosts: ["seeded.test"], currency: "EUR" };
const brands = ["Ferry Street", "Blackwater", "Old Mill", "Low Tide", "Tall Grass", "Hill Farm"];

await insertShop({
  ownerUrl,
  shop: shop.id,
  hash: "one",
  makeSeed: () => ({
    shop: { ...shop, locale: "en-GB", simulated: true, provenance: "" },
    catalogue: {
      categories: [{ slug: "all", name: "All", description: "", tint: "sand" }],
      products: brands.map((brand, index) => ({
        id: `p${index}`,
        slug: `p-${index}`,
        title: brand,
        description: "",
        category: "all",
        brand,
        attributes: {},
        priceMinor: 100,
        currency: "EUR",
        consumable: false,
        createdAt: "2026-01-01T00:00:00.000Z",
        variants: [],
        images: [],
      })),
    },
  }),
});

let hashed = 0;
const ensure = (password: string) =>
  ensureSeedAccounts({
    ownerUrl,
    shop: shop.id,
    passwordMark: password,
    hashPassword: async () => {
      hashed++;
      return `hash of ${password}`;
    },
  });

test("there is an account for each role, once, and both sellers and the house have products", async () => {
  await ensure("first");
  await ensure("first");
  expect(hashed).toBe(1);
  const accounts = await admin`
    select split_part(u.email::text, '@', 1) as name, string_agg(r.role::text, ',' order by r.role) as roles
    from users u join user_roles r on r.user_id = u.id where u.shop_id = 'seeded'
    group by u.email order by 1`;
  expect([...accounts]).toEqual([
    { name: "admin", roles: "buyer,admin" },
    { name: "buyer", roles: "buyer" },
    { name: "ops", roles: "buyer,ops" },
    { name: "seller", roles: "buyer,seller" },
    { name: "seller2", roles: "buyer,seller" },
  ]);
  const shares = await admin`
    select s.slug as slug, count(*)::int as products from products p
    left join sellers s on s.id = p.seller_id where p.shop_id = 'seeded' group by 1`;
  expect(shares.reduce((sum, { products }) => sum + products, 0)).toBe(brands.length);
  expect(shares.length).toBeGreaterThan(1);
});

test("another installation's password takes the place of the first", async () => {
  await ensure("second");
  const rows = await admin`
    select distinct password_hash as hash from users where shop_id = 'seeded'`;
  expect([...rows]).toEqual([{ hash: "hash of second" }]);
});
