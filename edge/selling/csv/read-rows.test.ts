import { expect, test } from "vitest";
import { draftsOf } from "./drafts.ts";
import { readRows } from "./read-rows.ts";

test("rows know the line where they begin, across quoted line breaks and empty lines", () => {
  const { rows, faults } = readRows(
    '\uFEFFtitle,description\r\nOne,"a\r\nb\r\nc"\r\n\r\nTwo,d\r\n',
  );
  expect(faults).toEqual([]);
  expect(rows).toEqual([
    { line: 2, cells: { title: "One", description: "a\r\nb\r\nc" } },
    { line: 6, cells: { title: "Two", description: "d" } },
  ]);
});

test("semicolons and tabs separate as well, and heads may be in capitals", () => {
  expect(readRows("Title;SKU\nOne, two;A").rows).toEqual([
    { line: 2, cells: { title: "One, two", sku: "A" } },
  ]);
  expect(readRows("title\tsku\nOne\tA").rows[0]?.cells).toEqual({ title: "One", sku: "A" });
});

test("a file with a broken form says where", () => {
  const codes = (text: string) => readRows(text).faults.map(({ line, code }) => [line, code]);
  expect(codes("")).toEqual([[1, "bad_csv"]]);
  expect(codes("title,colour\nOne,red")).toEqual([[1, "unknown_column"]]);
  expect(codes("sku,price\nA,1")).toEqual([[1, "missing_column"]]);
  expect(codes("title,title\nOne,1")).toEqual([[1, "duplicate"]]);
  expect(codes("title,sku\nOne,A\nTwo")).toEqual([[3, "bad_csv"]]);
  expect(codes('title,sku\nOne,A\n"Two,B')).toEqual([[3, "bad_csv"]]);
  const many = `title\n${"x\n".repeat(5_001)}`;
  expect(codes(many)).toEqual([[5_002, "too_many_rows"]]);
});

test("the cells of a product agree on all its rows, and say what they are", () => {
  const text = [
    "id,title,category,brand,attributes,consumable,status,sku,options,price,currency,stock",
    "p1,One,lamps,Norr,Material=Oak,yes,hidden,A,Size=L,12.50,EUR,3",
    "p1,,,Other,,,,B,Size=S,12,EUR,x",
    "p2,Two,lamps,,Material,maybe,gone,C D,Size=L,1.234,SEK,-1",
  ].join("\n");
  const [one, two] = draftsOf(readRows(text).rows, "EUR");
  expect(one?.fields).toMatchObject({
    attributes: { Material: "Oak" },
    consumable: true,
    status: "hidden",
  });
  expect(one?.variants).toMatchObject([{ priceMinor: 1250, onHand: 3 }, { sku: "B" }]);
  const where = (draft: typeof one) => draft?.faults.map(({ line, column }) => `${line} ${column}`);
  expect(where(one)).toEqual(["3 brand", "3 stock"]);
  expect(where(two)).toEqual(["4 attributes", "4 consumable", "4 status", "4 currency", "4 sku"]);
});
