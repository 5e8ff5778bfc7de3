import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isAllowed, licencesText, packagesOf } from "./licences/licences.ts";
import { ROOT } from "./supervisor/root.ts";
import { runProgram } from "./terminal/program.ts";

await runProgram({
  command: {
    meta: {
      name: "npm run licences",
      description:
        "Lists the licences of all packages in docs/licences.md; fails on one not allowed.",
    },
    args: {},
  },
  run: async () => {
    const packages = packagesOf(JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")));
    writeFileSync(join(ROOT, "docs", "licences.md"), licencesText(packages));
    const refused = packages.filter((each) => !isAllowed(each));
    for (const { name, version, licence } of refused) {
      console.error(`${name} ${version}: ${licence || "no licence"}`);
    }
    console.log(`${packages.length} packages, ${refused.length} not allowed: docs/licences.md`);
    return refused.length === 0 ? 0 : 1;
  },
});
