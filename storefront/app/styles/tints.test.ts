import { readFileSync } from "node:fs";
import { tints } from "@slipstream/illustrations";
import { expect, test } from "vitest";

const css = readFileSync(new URL("./tints.css", import.meta.url), "utf8");

test.each(Object.entries(tints))(
  "the ground of %s is the one that its pictures have",
  (name, { light }) => {
    expect(css).toContain(`[data-tint="${name}"] {\n  --tint: ${light};\n}`);
  },
);
