import { fileURLToPath } from "node:url";

interface Modules {
  /** Importers are those that need it at once; who loads it later is not among them. */
  getModuleInfo(id: string): { importers: readonly string[] } | null;
}

const appFile = (name: string) => fileURLToPath(new URL(`./app/${name}`, import.meta.url));
const root = appFile("root.tsx");
const shelfPages = ["home", "category", "product"].map((name) => appFile(`routes/${name}.tsx`));

/** So small that a file of its own weighs more than the icon. */
const isIcon = /[\\/]lucide-react[\\/]/;

/**
 * The file that a module goes into in the browser; null leaves it to the bundler. What every page
 * loads stands in one file, and what the pages with shelves share in another: in dozens of small
 * files, each compressed by itself, the same modules weigh a third more.
 */
export function chunkOf(id: string, modules: Modules): string | null {
  const users = usersOf(id, modules);
  if (users.has(root)) return "shell";
  const shelves = shelfPages.filter((page) => users.has(page)).length;
  return shelves > (isIcon.test(id) ? 0 : 1) ? "shelves" : null;
}

/** The files that cannot run without this one, and itself. */
function usersOf(id: string, modules: Modules): ReadonlySet<string> {
  const seen = new Set([id]);
  // A set is walked through to its end, also while it grows.
  for (const each of seen) {
    for (const importer of modules.getModuleInfo(each)?.importers ?? []) seen.add(importer);
  }
  // React Router asks for parts of a route's file by a query.
  return new Set([...seen].map((each) => each.split("?")[0]!));
}
