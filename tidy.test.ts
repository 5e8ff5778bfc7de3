import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, it } from "vitest";

/** The house rules that a reader can rely on. Function length, `any`, console: see biome.json. */
const MAX_FILE_LINES = 300;

const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => /\.(ts|tsx|mjs|css)$/.test(file) && !file.endsWith(".d.ts"));
const sources = files.flatMap((file) => {
  try {
    return [{ file, text: readFileSync(file, "utf8") }];
  } catch {
    return []; // deleted, and not yet committed as such
  }
});
const isTest = (file: string) => /\.test\.tsx?$/.test(file);
const isData = (file: string) => file.endsWith(".data.ts");

/** Which workspaces each workspace may import. Nothing imports dev, bench or e2e but tests. */
const mayImport: Record<string, readonly string[]> = {
  contracts: [],
  illustrations: [],
  algorithms: ["contracts"],
  migrations: ["contracts", "illustrations"],
  edge: ["contracts", "algorithms/experiments", "algorithms/random", "migrations/schema"],
  stream: ["contracts", "algorithms", "migrations/schema"],
  "model-server": ["contracts", "algorithms", "migrations/schema"],
  storefront: ["contracts", "edge", "illustrations"],
};

function importsOf(text: string): string[] {
  const pattern = /(?:from\s+|import\s*\(\s*|import\s+)["']([^"']+)["']/g;
  return [...text.matchAll(pattern)].map((match) => match[1]!);
}

describe("the tree", () => {
  it("was found", () => expect(sources.length).toBeGreaterThan(50));

  it("has no source file over 300 lines, but tables of data", () => {
    const long = sources
      .filter(({ file }) => !isData(file))
      .filter(({ text }) => text.split("\n").length - 1 > MAX_FILE_LINES)
      .map(({ file }) => file);
    expect(long).toEqual([]);
  });

  it("has no file that is named for not having a name", () => {
    const vague = /^(utils?|misc|common|helpers?|stuff|lib)\.(ts|tsx)$/;
    expect(files.filter((file) => vague.test(basename(file)))).toEqual([]);
  });

  it("has no leftovers", () => {
    const leftover = new RegExp(
      `\\b(${["TO", "FIX"].map((w, i) => w + ["DO", "ME"][i]).join("|")}|@ts-ignore)\\b`,
    );
    expect(sources.filter(({ text }) => leftover.test(text)).map(({ file }) => file)).toEqual([]);
  });

  it("imports one way only", () => {
    const faults: string[] = [];
    for (const { file, text } of sources) {
      const folder = file.split("/")[0]!;
      const allowed = mayImport[folder];
      if (!allowed) continue;
      for (const specifier of importsOf(text)) {
        const target = /^@slipstream\/(.+)$/.exec(specifier)?.[1];
        if (target === undefined) continue;
        const fine = [folder, ...allowed].some(
          (name) => target === name || target.startsWith(`${name}/`),
        );
        const forTests = isTest(file) && target.startsWith("dev/");
        if (!fine && !forTests && !(isTest(file) && target === "migrations/migrate")) {
          faults.push(`${file} imports ${specifier}`);
        }
      }
    }
    expect(faults).toEqual([]);
  });

  it("crosses folders by package name, never by path", () => {
    const faults: string[] = [];
    for (const { file, text } of sources) {
      const depth = file.split("/").length - 1;
      for (const specifier of importsOf(text)) {
        const ups = /^((?:\.\.\/)+)/.exec(specifier)?.[1]?.length ?? 0;
        if (ups / 3 >= depth && depth > 0) faults.push(`${file} imports ${specifier}`);
      }
    }
    expect(faults).toEqual([]);
  });

  it("keeps the environment behind one schema per process", () => {
    const readers = sources
      .filter(({ file }) =>
        /^(contracts|algorithms|illustrations|edge|storefront|stream|model-server)\//.test(file),
      )
      .filter(({ file }) => !isTest(file) && basename(file) !== "env.ts")
      .filter(({ text }) => /process\.env\b/.test(text))
      .map(({ file }) => file);
    expect(readers).toEqual([]);
  });

  it("takes nothing but types and the page context from the edge into the storefront", () => {
    const faults = sources
      .filter(({ file }) => file.startsWith("storefront/") && !isTest(file))
      .flatMap(({ file, text }) =>
        [...text.matchAll(/import\s+(type\s+)?[^;]*?from\s+["'](@slipstream\/edge\/[^"']+)["']/g)]
          .filter((match) => !match[1] && match[2] !== "@slipstream/edge/storefront-context")
          .map((match) => `${file}: ${match[2]}`),
      );
    expect(faults).toEqual([]);
  });

  it("has neither dead files nor dead exports", () => {
    const report = execFileSync("npx", ["knip", "--no-progress", "--no-exit-code"], {
      encoding: "utf8",
    });
    expect(report.trim()).toBe("");
  }, 120_000);
});
