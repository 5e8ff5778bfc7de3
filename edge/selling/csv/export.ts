import { moneyText } from "@slipstream/contracts/money-text";
import { csvColumns } from "@slipstream/contracts/product-csv";
import { products } from "@slipstream/migrations/schema";
import { and, asc, gt, ne } from "drizzle-orm";
import Papa from "papaparse";
import type { Database } from "../../database/database.ts";
import { variantsColumn } from "../read-product.ts";
import { managedBy, type Seller } from "../seller.ts";
import { guardCell } from "./cells.ts";
import { writePairs } from "./pairs.ts";

/** Products that one query reads: a few megabytes at most. */
const PRODUCTS_AT_ONCE = 200;

/** All products of a seller as a file, a part at a time: it never lies in memory whole. */
export function exportProducts(database: Database, seller: Seller): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let after: string | undefined = "";
  return new ReadableStream<Uint8Array>({
    start(controller) {
      // Spreadsheets take a file for UTF-8 by this mark.
      controller.enqueue(encoder.encode(`\uFEFF${csvColumns.join(",")}\r\n`));
    },
    async pull(controller) {
      if (after === undefined) return controller.close();
      const rows = await readPart(database, seller, after);
      after = rows.length < PRODUCTS_AT_ONCE ? undefined : rows.at(-1)?.id;
      const lines = rows.flatMap(linesOf);
      if (lines.length > 0) {
        controller.enqueue(encoder.encode(`${Papa.unparse(lines, { newline: "\r\n" })}\r\n`));
      }
      if (after === undefined) controller.close();
    },
  });
}

type ExportRow = Awaited<ReturnType<typeof readPart>>[number];

function readPart(database: Database, seller: Seller, after: string) {
  return database.withShop(seller.shop, (transaction) =>
    transaction
      .select({
        id: products.id,
        slug: products.slug,
        title: products.title,
        description: products.description,
        brand: products.brand,
        category: products.categorySlug,
        attributes: products.attributes,
        translations: products.translations,
        consumable: products.consumable,
        status: products.status,
        currency: products.currency,
        variants: variantsColumn,
      })
      .from(products)
      .where(and(managedBy(seller), ne(products.status, "deleted"), gt(products.id, after)))
      .orderBy(asc(products.id))
      .limit(PRODUCTS_AT_ONCE),
  );
}

function linesOf({ variants: list, ...product }: ExportRow): string[][] {
  const { currency, translations } = product;
  const german = translations.de;
  const inGerman = [
    german?.title ?? "",
    german?.description ?? "",
    writePairs(german?.words ?? {}),
  ].map(guardCell);
  const said = [
    product.id,
    product.slug,
    product.title,
    product.description,
    product.brand,
    product.category,
    writePairs(product.attributes),
    product.consumable ? "yes" : "no",
    product.status,
  ].map(guardCell);
  if (list.length === 0) return [[...said, "", "", "", currency, "", ...inGerman]];
  return list.map(({ sku, options, priceMinor, onHand }) => [
    ...said,
    sku,
    guardCell(writePairs(options)),
    moneyText(priceMinor, currency),
    currency,
    String(onHand),
    ...inGerman,
  ]);
}
