import { type CsvReport, MAX_CSV_FAULTS } from "@slipstream/contracts/product-csv";
import type { ShopTransaction } from "../../database/database.ts";
import type { Seller } from "../seller.ts";
import { applyPlan } from "./apply.ts";
import { draftsOf } from "./drafts.ts";
import { readKnown } from "./known.ts";
import { planImport } from "./plan.ts";
import { readRows } from "./read-rows.ts";

/**
 * Reads a file of products and applies it, or only says what it would do. A product with a fault in
 * any of its rows is left out whole; a file whose form is broken is left out whole. Throws
 * `slug_taken`, `sku_taken`, `stock_below_reserved` where somebody else changed the same meanwhile.
 */
export async function importProducts(
  transaction: ShopTransaction,
  seller: Seller,
  file: { text: string; dryRun: boolean },
): Promise<CsvReport> {
  const { rows, faults } = readRows(file.text);
  const drafts = faults.length > 0 ? [] : draftsOf(rows, seller.currency);
  const plan = planImport(drafts, await readKnown(transaction, seller, drafts));
  if (!file.dryRun) await applyPlan(transaction, seller, plan);
  const { created, updated, unchanged, refused } = plan;
  const all = [...faults, ...plan.faults].sort((a, b) => a.line - b.line);
  return {
    dryRun: file.dryRun,
    rows: rows.length,
    created,
    updated,
    unchanged,
    refused,
    faults: all.slice(0, MAX_CSV_FAULTS),
    moreFaults: Math.max(0, all.length - MAX_CSV_FAULTS),
  };
}

/** A file's text: UTF-8, or what older spreadsheets write. */
export function decodeFile(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
