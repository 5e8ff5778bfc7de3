import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { readCatalogue } from "./catalogue-file.ts";
import type { LineFault, LogRow } from "./event-log.ts";
import { readEventLog } from "./event-log.ts";
import { DatasetError, datasetFolders, findDataset } from "./find.ts";
import { readLines } from "./lines.ts";
import { tidyTitle } from "./titles.ts";

const folder = temporaryFolder();

/** Writes files (packed when their names end in .gz) into a folder of that name. */
function write(name: string, files: Record<string, string>): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  for (const [file, text] of Object.entries(files)) {
    writeFileSync(join(path, file), file.endsWith(".gz") ? gzipSync(text) : text);
  }
  return path;
}

async function readAll(dataset: { logs: string[] }) {
  const rows: LogRow[] = [];
  const faults: LineFault[] = [];
  for await (const some of readEventLog(dataset, (fault) => faults.push(fault))) rows.push(...some);
  return { rows, faults };
}

describe("finding", () => {
  write("my_shop", { "events.tsv.gz": "", "catalogue.jsonl.gz": "", "train.tsv": "" });
  write("clicks", { "train.tsv": "", "valid.tsv": "", "test.tsv": "" });
  write("things", { "catalogue.jsonl": "" });
  write("empty", {});
  const find = (name: string) => findDataset(name, { folders: [join(folder, "none"), folder] });

  test("by name: the log, the catalogue, a slug for its host name", () => {
    expect(find("my_shop")).toEqual({
      name: "my_shop",
      slug: "my-shop",
      folder: join(folder, "my_shop"),
      logs: [join(folder, "my_shop", "events.tsv.gz")],
      catalogue: join(folder, "my_shop", "catalogue.jsonl.gz"),
    });
  });

  test("by path, of the folder or of one log; a log in parts; a catalogue alone", () => {
    expect(findDataset(join(folder, "my_shop")).name).toBe("my_shop");
    const log = join(folder, "my_shop", "train.tsv");
    expect(findDataset(log)).toMatchObject({ name: "my_shop", logs: [log] });
    expect(find("clicks").logs.map((path) => path.split("/").at(-1))).toEqual([
      "train.tsv",
      "valid.tsv",
      "test.tsv",
    ]);
    expect(find("clicks").catalogue).toBeUndefined();
    expect(find("things").logs).toEqual([]);
  });

  test("what is absent is a coded error that says where it is had", () => {
    for (const name of ["online_retail", "nothing", "empty", "/no/such/folder"]) {
      expect(() => find(name)).toThrow(DatasetError);
    }
    expect(() => find("online_retail")).toThrow(/UCI Machine Learning Repository.*CC BY 4.0/);
    expect(() => find("nothing")).toThrow(/online_retail.*events\.tsv\.gz/);
    expect(() => find("empty")).toThrow(/neither/);
  });

  test("SLIPSTREAM_DATASETS comes first", () => {
    expect(datasetFolders({ SLIPSTREAM_DATASETS: "/a:/b" }).slice(0, 2)).toEqual(["/a", "/b"]);
  });
});

describe("event logs", () => {
  test("rows with their types; guests have no user; bad lines are told and passed over", async () => {
    const path = write("retail", {
      "events.tsv.gz": [
        "session_id\tuser_id\titem_id\ttimestamp\tevent_type\tquantity\tunit_price\tcountry",
        "536365\t17850\t85123A\t1291191960\tpurchase\t6\t2.55\tUnited Kingdom",
        "C536379\t\t22556\t1291192860\treturn\t-12\t1.65\tUnited Kingdom",
        "536366\t17850\tX",
        "536367\t17850\t71053\tyesterday\tpurchase\t6\t3.39\tUnited Kingdom",
        "536368\t17850\t71053\t1291192860\tpurchase\t1.5\t3.39\tUnited Kingdom",
        "\t\t71053\t1291192860\tpurchase\t1\t3.39\tUnited Kingdom",
        "536369\tbad user!\t71053\t1291192860\tpurchase\t1\t3.39\tUnited Kingdom",
        "",
        "536370\t\tBANK CHARGES\t1291192861\tnon_product\t1\t-15\tUnited Kingdom",
      ].join("\n"),
    });
    const { rows, faults } = await readAll(findDataset(path));
    expect(rows).toEqual([
      {
        file: "events.tsv.gz",
        line: 2,
        sessionId: "536365",
        userId: "17850",
        itemId: "85123A",
        timestampMs: 1291191960000,
        kind: "purchase",
        quantity: 6,
        price: 2.55,
      },
      expect.objectContaining({ line: 3, itemId: "22556", kind: "return", quantity: -12 }),
      expect.objectContaining({ line: 10, itemId: "BANK CHARGES", kind: "non_product" }),
    ]);
    expect(rows[1]!.userId).toBeUndefined();
    expect(faults.map(({ line }) => line)).toEqual([4, 5, 6, 7, 8]);
    expect(faults[0]!.message).toBe("expected 8 columns, found 3");
    expect(faults[1]!.message).toContain('"yesterday" is not a number');
  });

  test("click sessions, ratings and sequences", async () => {
    const path = write("kinds", {
      "train.tsv": "SessionId\tItemId\tTime\r\n1\t214536502\t1396860669.277\r\n",
    });
    expect((await readAll(findDataset(path))).rows).toMatchObject([
      { sessionId: "1", itemId: "214536502", timestampMs: 1396860669277, kind: "view" },
    ]);
    const rated = write("rated", {
      "events.tsv": "user_id\titem_id\trating\ttimestamp\n7\t9\t4\t10",
    });
    expect((await readAll(findDataset(rated))).rows).toMatchObject([
      { userId: "7", itemId: "9", rating: 4, kind: "rating", timestampMs: 10_000 },
    ]);
    const sequences = write("sequences", {
      "sequences.tsv": "user_id\tposition\titem_id\n1\t1\t6393\n",
    });
    const { rows } = await readAll(findDataset(sequences));
    expect(rows).toMatchObject([{ userId: "1", itemId: "6393", kind: "view" }]);
    expect(rows[0]!.timestampMs).toBeUndefined();
  });

  test("a file that is cut off or has no header is a coded error", async () => {
    const path = write("broken", { "events.tsv": "a\tb\n1\t2\n" });
    await expect(readAll(findDataset(path))).rejects.toMatchObject({ code: "dataset_unreadable" });
    const cut = join(path, "cut.tsv.gz");
    writeFileSync(cut, gzipSync("user_id\titem_id\n".repeat(10_000)).subarray(0, 60));
    await expect(readAll({ logs: [cut] })).rejects.toThrow(/Is the download whole/);
  });
});

test("a line without end is passed over in bounded memory", async () => {
  const path = write("long", { "long.tsv": `a\n${"x".repeat(3_000_000)}\nb` });
  const lines = [];
  for await (const some of readLines(join(path, "long.tsv"))) lines.push(...some);
  expect(lines).toEqual([
    { number: 1, text: "a" },
    { number: 2, text: undefined },
    { number: 3, text: "b" },
  ]);
});

test("catalogue lines: numbers for ids, faults for what is no product or comes twice", async () => {
  const path = write("catalogue", {
    "catalogue.jsonl.gz": [
      '{"item_id": 1, "title": "Toy Story (1995)", "categories": ["Animation"], "release_date": "x"}',
      '{"item_id": "85123A", "title": "HOLDER", "category_derived": "Candles & Lights", "price": 2.95, "currency": "GBP"}',
      '{"item_id": "85123A", "title": "AGAIN"}',
      '{"item_id": "a b", "title": "BAD ID"}',
      '{"item_id": "2"}',
      "not json",
    ].join("\n"),
  });
  const faults: LineFault[] = [];
  const entries = await readCatalogue(findDataset(path).catalogue!, (fault) => faults.push(fault));
  expect(entries.map(({ item_id, title }) => [item_id, title])).toEqual([
    ["1", "Toy Story (1995)"],
    ["85123A", "HOLDER"],
  ]);
  expect(faults.map(({ line }) => line)).toEqual([3, 4, 5, 6]);
});

test.each([
  ["WHITE HANGING HEART T-LIGHT HOLDER", "White hanging heart T-light holder"],
  ["S/4 GROOVY CAT MAGNETS", "Set of 4 groovy cat magnets"],
  ["METAL SIGN,CUPCAKE SINGLE HOOK", "Metal sign, cupcake single hook"],
  ["ASSTD DESIGN  BUBBLE GUM RING", "Assorted design bubble gum ring"],
  ["*USB Office Mirror Ball", "USB Office Mirror Ball"],
  ["CHILDREN'S CHRISTMAS APRON ", "Children's Christmas apron"],
  ["12 RED ROSE PEG PLACE SETTINGS", "12 red rose peg place settings"],
  ["Toy Story (1995)", "Toy Story (1995)"],
])("the title %s is shown as %s", (raw, tidy) => {
  expect(tidyTitle(raw)).toBe(tidy);
});
