import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** Workspaces without I/O: their tests share processes, as nothing of one reaches another. */
const pure = ["contracts/**", "algorithms/**", "illustrations/**"];
const elsewhere = ["**/node_modules/**", "**/build/**", "**/.data/**", "**/.react-router/**"];
const workersConfig = "edge/vitest.config.ts";
/** Of files without I/O two cores run two: Vitest's own count leaves a core to itself. */
const maxWorkers = Math.max(2, availableParallelism() - 1);

/**
 * One run of everything; `--project NAME` picks one. Groups run one after the other, in order: those
 * with services, which have deadlines of their own, have the machine to themselves.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "tidy",
          include: ["tidy.test.ts"],
          maxWorkers,
        },
      },
      {
        test: {
          name: "pure",
          include: pure.map((folder) => `${folder}/*.test.ts`),
          exclude: elsewhere,
          pool: "forks",
          isolate: false,
          maxWorkers,
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: "unit",
          include: ["**/*.test.ts", "**/*.test.tsx"],
          exclude: [...elsewhere, ...pure, "tidy.test.ts", "e2e/**", "edge/**/*.worker.test.ts"],
          globalSetup: ["dev/testing/postgres.setup.ts"],
          pool: "forks",
          testTimeout: 30_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      // Tests inside workerd: their own configuration, with Cloudflare's plugin.
      ...(existsSync(workersConfig) ? [workersConfig] : []),
      {
        test: {
          name: "e2e",
          include: ["e2e/**/*.test.ts"],
          globalSetup: ["dev/testing/system.setup.ts"],
          pool: "forks",
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
          // On a busy machine a page takes its time; what is waited for must come, not hurry.
          expect: { poll: { timeout: 20_000 } },
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
