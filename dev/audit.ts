import { spawnSync } from "node:child_process";
import { z } from "zod";
import { ROOT } from "./supervisor/root.ts";
import { runProgram } from "./terminal/program.ts";

const TIMEOUT_MS = 60_000;

const reportSchema = z.object({
  metadata: z.object({ vulnerabilities: z.record(z.string(), z.number()) }),
});

await runProgram({
  command: {
    meta: {
      name: "npm run audit",
      description:
        "Asks the package registry for known holes in what the product runs on; fails on a high or critical one, and passes where no registry answers.",
    },
    args: {},
  },
  run: async () => {
    const { stdout } = spawnSync("npm", ["audit", "--omit=dev", "--json"], {
      cwd: ROOT,
      encoding: "utf8",
      timeout: TIMEOUT_MS,
    });
    const report = reportSchema.safeParse(parsed(stdout));
    if (!report.success) {
      console.log("No registry answers: dependencies were not audited.");
      return 0;
    }
    const { high = 0, critical = 0, total = 0 } = report.data.metadata.vulnerabilities;
    console.log(`${total} known holes in dependencies, ${high} high, ${critical} critical.`);
    if (high + critical > 0) console.log("npm audit --omit=dev says where.");
    return high + critical === 0 ? 0 : 1;
  },
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
