import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installMissing } from "./services/install.ts";
import { ROOT } from "./supervisor/root.ts";
import { runProgram } from "./terminal/program.ts";
import { countTests, type TestCounts } from "./terminal/test-counts.ts";

await runProgram({
  command: {
    meta: {
      name: "npm test --",
      description: "Checks format, lint and types, and runs all tests.",
    },
    args: {
      only: {
        type: "string",
        valueHint: "PROJECT",
        description: "run one project's tests and no checks: tidy, pure, unit, workers or e2e",
      },
    },
  },
  run: (args) => test(args.only),
});

async function test(only: string | undefined): Promise<number> {
  let failedChecks = 0;
  if (!only) {
    for (const [name, ...command] of [
      ["Format and lint", "biome", "check", "."],
      ["Types", "npm", "run", "--silent", "types"],
    ] as const) {
      console.log(`\n${name}`);
      if ((await run(command)) !== 0) failedChecks++;
    }
  }
  const folder = mkdtempSync(join(tmpdir(), "slipstream-results-"));
  const file = join(folder, "results.json");
  try {
    // Tests run on real stores and in a real browser.
    await installMissing({
      needed: ["postgres", "initdb", "redis-server", "nats-server", "pgbouncer", "chromium"],
      wanted: [],
      logFile: join(tmpdir(), "slipstream-install.log"),
      announce: (command) => console.log(`\nMissing programs: ${command}`),
    });
    const exitCode = await run([
      ...["vitest", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`],
      ...(only ? ["--project", only] : []),
    ]);
    const counts = countTests({ file, exitCode });
    const failed = counts.failed + failedChecks;
    if (failedChecks > 0) console.log(`\n${failedChecks} of the checks failed; see above.`);
    console.log(`\n${summary({ ...counts, failed })}`);
    return failed > 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function summary({ passed, failed, skipped }: TestCounts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/** Runs a program of node_modules/.bin (first in the PATH of npm scripts) to its exit code. */
function run([command, ...args]: readonly [string, ...string[]] | string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command ?? "", args, { cwd: ROOT, stdio: "inherit" });
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
    // The terminal's Ctrl-C reaches the child too; let it end first.
    for (const signal of ["SIGINT", "SIGTERM"] as const)
      process.once(signal, () => child.kill(signal));
  });
}
