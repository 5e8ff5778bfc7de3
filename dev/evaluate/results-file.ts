import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "../supervisor/root.ts";

/** Where the command writes its tables, and where the published ones are kept by hand. */
export const RESULTS_FILE = join(ROOT, "docs", "models", "results.md");
export const PUBLISHED_FILE = join(ROOT, "docs", "models", "published.md");

const HEAD = `# Results

Written by \`npm run evaluate\`, never by hand: each run replaces its own section. What others printed for these sets is in [published.md](published.md).`;

/** A Markdown file by its second-level sections. */
interface Sections {
  head: string;
  bodies: Map<string, string>;
}

/** Puts a section into a file of results in place of the one of the same title; titles are in order. */
export function writeSection(path: string, section: { title: string; body: string }): void {
  const { bodies } = sectionsOf(existsSync(path) ? readFileSync(path, "utf8") : "");
  bodies.set(section.title, section.body.trim());
  const titles = [...bodies.keys()].sort();
  const parts = [HEAD, ...titles.map((title) => `## ${title}\n\n${bodies.get(title)}`)];
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${parts.join("\n\n")}\n`);
}

/** What was published for a set; undefined where nothing is kept. */
export function publishedFor(dataset: string, path = PUBLISHED_FILE): string | undefined {
  if (!existsSync(path)) return undefined;
  return sectionsOf(readFileSync(path, "utf8")).bodies.get(dataset);
}

function sectionsOf(text: string): Sections {
  const [head = "", ...rest] = text.split(/^## /m);
  const bodies = rest.map((part): [string, string] => {
    const end = part.indexOf("\n");
    return [part.slice(0, end).trim(), part.slice(end).trim()];
  });
  return { head: head.trim(), bodies: new Map(bodies) };
}
