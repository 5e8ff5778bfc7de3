import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { NatsConnection } from "@nats-io/nats-core";
import { connect } from "@nats-io/transport-node";
import { natsAddress } from "@slipstream/contracts/nats-address";
import { Database } from "@slipstream/model-server/views/database";
import { z } from "zod";
import { type RunningStores, runningStores } from "../supervisor/running-stores.ts";
import { catalogueFields, catalogueLines } from "./catalogue-lines.ts";
import { eventColumns, eventLines } from "./event-lines.ts";
import { writePacked } from "./packed-file.ts";
import { servedFields, servedLines } from "./served-lines.ts";

const CONNECT_TIMEOUT_MS = 3_000;

export const exportSettings = z.object({
  to: z.string({ error: "say where to write: --to FOLDER" }).min(1),
  shop: z.string().default("demo"),
});
export type ExportSettings = z.infer<typeof exportSettings>;

/** There is nothing to export from; `code` is stable. */
export class ExportError extends Error {
  override readonly name = "ExportError";
  readonly code: "no_installation" | "unknown_shop";

  constructor(code: ExportError["code"], message: string) {
    super(message);
    this.code = code;
  }
}

/** Rows of each file. */
export interface ExportCounts {
  events: number;
  products: number;
  served: number;
}

/**
 * Writes a shop's events, catalogue and served answers as compressed files, with a README of their
 * columns. The first two are a data set that `evaluate` and `train` read.
 * @throws ExportError; what PostgreSQL and NATS throw
 */
export async function runExport(
  { to, shop }: ExportSettings,
  options: { write: (text: string) => void; stores?: RunningStores | undefined },
): Promise<ExportCounts> {
  const stores = "stores" in options ? options.stores : runningStores();
  if (stores === undefined) {
    throw new ExportError(
      "no_installation",
      "There is nothing to export from: start the shop (npm start), or set DATABASE_URL.",
    );
  }
  const folder = resolve(to);
  const database = new Database(stores.databaseUrl);
  const connection = await connectionTo(stores);
  try {
    if (!(await database.shops()).includes(shop)) {
      throw new ExportError("unknown_shop", `There is no shop "${shop}" in this installation.`);
    }
    mkdirSync(folder, { recursive: true });
    const file = (name: string) => join(folder, name);
    const header = 1;
    const events = await writePacked(file("events.tsv.gz"), eventLines(database, shop));
    const products = await writePacked(file("catalogue.jsonl.gz"), catalogueLines(database, shop));
    const served = connection
      ? await writePacked(file("served.jsonl.gz"), servedLines(connection, shop))
      : 0;
    const counts = { events: events - header, products, served };
    writeFileSync(file("README.txt"), readme(shop, counts, connection !== undefined));
    options.write(
      `${folder}: ${counts.events} rows of events, ${products} products, ${served} served answers.`,
    );
    if (!connection) options.write("No served answers: NATS_URL is not set.");
    return counts;
  } finally {
    await connection?.close();
    await database.close();
  }
}

async function connectionTo({ natsUrl }: RunningStores): Promise<NatsConnection | undefined> {
  if (natsUrl === undefined) return undefined;
  return connect({ ...natsAddress(natsUrl), reconnect: false, timeout: CONNECT_TIMEOUT_MS });
}

function readme(shop: string, counts: ExportCounts, hasServed: boolean): string {
  const served = listOf("served.jsonl.gz: an answer a line", servedFields, counts.served);
  return [
    `Events, catalogue and served answers of the shop "${shop}".`,
    listOf("events.tsv.gz: tab-separated, header first, UTF-8", eventColumns, counts.events),
    listOf("catalogue.jsonl.gz: a product a line", catalogueFields, counts.products),
    hasServed ? served : "served.jsonl.gz is not here: the stream could not be reached.",
    "Ids of visitors and sessions are random; who erases themselves is out of the next export.",
    "",
  ].join("\n\n");
}

function listOf(
  title: string,
  fields: readonly { name: string; meaning: string }[],
  rows: number,
): string {
  const lines = fields.map(({ name, meaning }) => `  ${name.padEnd(24)}${meaning}`);
  return [`${title} (${rows} rows)`, ...lines].join("\n");
}
