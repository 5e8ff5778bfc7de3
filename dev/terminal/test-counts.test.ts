import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { countTests } from "./test-counts.ts";

const file = join(temporaryFolder(), "report.json");
const statuses = (...list: string[]) => list.map((status) => ({ status }));
const write = (testResults: unknown[]) => writeFileSync(file, JSON.stringify({ testResults }));

test("sums over files; skipped and todo tests are neither passed nor failed", () => {
  write([
    { status: "passed", assertionResults: statuses("passed", "passed", "pending", "todo") },
    { status: "failed", assertionResults: statuses("passed", "failed") },
  ]);
  expect(countTests({ file, exitCode: 1 })).toEqual({ passed: 3, failed: 1, skipped: 2 });
});

test("a file that does not load counts as a failure", () => {
  write([{ status: "failed", assertionResults: [] }]);
  expect(countTests({ file, exitCode: 1 })).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test("a run that ends badly is never without failures", () => {
  write([{ status: "passed", assertionResults: statuses("passed") }]);
  expect(countTests({ file, exitCode: 1 })).toEqual({ passed: 1, failed: 1, skipped: 0 });
  const missing = join(file, "..", "missing.json");
  expect(countTests({ file: missing, exitCode: 1 })).toEqual({ passed: 0, failed: 1, skipped: 0 });
});
