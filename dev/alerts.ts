import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { generatedFiles } from "./alerts/files.ts";
import { ROOT } from "./supervisor/root.ts";
import { runProgram } from "./terminal/program.ts";

const command = {
  meta: {
    name: "npm run alerts",
    description:
      "Writes Prometheus' rules, their tests and Grafana's dashboards from dev/alerts into deploy/.",
  },
  args: {},
} as const;

async function main(): Promise<number> {
  for (const [path, content] of generatedFiles()) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), content);
    console.log(path);
  }
  return 0;
}

await runProgram({ command, run: main });
