import { expect, test } from "vitest";
import { picturesOf } from "./picture-form.server.ts";

function pressed(press: string): string[] {
  const form = new FormData();
  for (const [place, url] of ["/a", "/b", "/c"].entries()) {
    form.append("url", url);
    form.append(`alt.${place}`, `Alt of ${url}`);
  }
  form.set("press", press);
  return picturesOf(form).map(({ url, alt }) => `${url} ${alt}`);
}

test("buttons move pictures, with their words, and take them away", () => {
  const [a, b, c] = ["/a Alt of /a", "/b Alt of /b", "/c Alt of /c"];
  expect(pressed("save")).toEqual([a, b, c]);
  expect(pressed("up 2")).toEqual([a, c, b]);
  expect(pressed("down 0")).toEqual([b, a, c]);
  expect(pressed("up 0")).toEqual([a, b, c]);
  expect(pressed("down 2")).toEqual([a, b, c]);
  expect(pressed("remove 1")).toEqual([a, c]);
  expect(pressed("remove 9")).toEqual([a, b, c]);
});
