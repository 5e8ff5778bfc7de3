import { expect, test } from "vitest";
import { readAhead } from "./read-ahead.ts";

test("a page is asked for while the one before is worked on, and no more than one", async () => {
  const asked: number[] = [];
  let ended = false;
  async function* pages() {
    try {
      for (let page = 1; page <= 3; page++) {
        asked.push(page);
        yield page;
      }
      throw new Error("the fourth is missing");
    } finally {
      ended = true;
    }
  }
  const seen: [page: number, asked: number][] = [];
  const read = async (until: number) => {
    for await (const page of readAhead(pages())) {
      seen.push([page, asked.length]);
      if (page === until) break;
    }
  };
  await read(1);
  expect(seen).toEqual([[1, 2]]);
  expect(ended).toBe(true);
  await expect(read(9)).rejects.toThrow("the fourth is missing");
  expect(seen.map(([page]) => page)).toEqual([1, 1, 2, 3]);
  asked.length = 0;
  readAhead(pages());
  expect(asked).toEqual([1]);
});
