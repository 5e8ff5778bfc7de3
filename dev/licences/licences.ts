import { z } from "zod";

/** What may be in the product: licences that ask for no more than to be named. */
const allowed: ReadonlySet<string> = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "ISC",
  "MIT",
  "OFL-1.1",
  "Unlicense",
]);

/** What packages may have besides that are only worked with, or that only lie beside the code. */
const allowedByPackage: readonly [licence: string, packages: RegExp, why: string][] = [
  ["CC-BY-4.0", /^caniuse-lite$/, "a table of browsers, read while the pages are built"],
  [
    "LGPL-3.0-or-later",
    /^@img\//,
    "libvips, linked while running, in the local host of the worker",
  ],
  [
    "MPL-2.0",
    /^lightningcss|^axe-core$|^@resvg\/resvg-wasm$/,
    "used as they are, while building and testing, and to draw links' pictures",
  ],
];

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      link: z.boolean().optional(),
      dev: z.boolean().optional(),
    }),
  ),
});

export interface LicensedPackage {
  name: string;
  version: string;
  /** An SPDX expression; empty where the package says nothing. */
  licence: string;
}

/** Every package of an npm lock file, by name. Throws ZodError for another kind of file. */
export function packagesOf(lock: unknown): LicensedPackage[] {
  const { packages } = lockSchema.parse(lock);
  return Object.entries(packages)
    .filter(([path, { link }]) => path.includes("node_modules/") && link !== true)
    .map(([path, { version = "", license = "" }]) => ({
      name: path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length),
      version,
      licence: license,
    }))
    .sort((a, b) => (a.name === b.name ? order(a.version, b.version) : order(a.name, b.name)));
}

/** True where a package's licence may be used: of `A OR B` one, of `A AND B` both. */
export function isAllowed({ name, licence }: LicensedPackage): boolean {
  const choices = licence.replaceAll(/[()]/g, "").split(" OR ");
  return choices.some((choice) =>
    choice
      .split(" AND ")
      .every(
        (part) =>
          allowed.has(part) ||
          allowedByPackage.some(([own, packages]) => own === part && packages.test(name)),
      ),
  );
}

/** `docs/licences.md`: what each licence covers. */
export function licencesText(packages: readonly LicensedPackage[]): string {
  const byLicence = Map.groupBy(packages, ({ licence }) => licence);
  const sections = [...byLicence]
    .sort(([a], [b]) => order(a, b))
    .map(([licence, of]) => {
      const names = [...new Set(of.map(({ name }) => name))];
      return `## ${licence}\n\n${names.map((name) => `\`${name}\``).join(", ")}\n`;
    });
  const exceptions = allowedByPackage.map(([licence, , why]) => `- ${licence}: ${why}.`);
  return [
    "# Licences of the packages used\n",
    "Made by `npm run licences` from the lock file; a test compares. The project itself is MIT.\n",
    `Allowed are ${[...allowed].join(", ")}; and for some packages alone:\n`,
    `${exceptions.join("\n")}\n`,
    ...sections,
  ].join("\n");
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
