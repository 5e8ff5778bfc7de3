import { expect, test } from "vitest";
import { scriptsOf } from "./client-javascript.ts";

test("scripts of a page: its tags, its preloads, the imports of its inline module, each once", () => {
  const html = `<html><head>
    <link rel="modulepreload" href="/assets/a-1.js"/>
    <link nonce="n" rel="modulepreload" crossorigin="" href="/assets/b.js"/>
    <link rel="stylesheet" href="/assets/site.css"/><link rel="preload" href="/font.woff2"/>
    <script nonce="n" async="" src="/assets/c.js"></script>
    <script type="module">import "/assets/manifest.js";
      import * as route0 from "/assets/b.js"; import("/assets/d.js");</script></head></html>`;
  expect(scriptsOf(html)).toEqual([
    "/assets/a-1.js",
    "/assets/b.js",
    "/assets/c.js",
    "/assets/manifest.js",
    "/assets/d.js",
  ]);
});
