import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";

export interface TestCounts {
  passed: number;
  failed: number;
  skipped: number;
}

const reportSchema = z.object({
  testResults: z.array(
    z.object({
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
});

/**
 * Sums the report of Vitest's JSON reporter over all projects. A file that failed without a failed
 * test (it does not load, a hook failed) counts as one failure, and so does a run that ended badly
 * without any: nothing that went wrong may end as `0 failed`.
 */
export function countTests(options: { file: string; exitCode: number }): TestCounts {
  const counts: TestCounts = { passed: 0, failed: 0, skipped: 0 };
  if (existsSync(options.file)) {
    const report = reportSchema.parse(JSON.parse(readFileSync(options.file, "utf8")));
    for (const file of report.testResults) {
      const failedBefore = counts.failed;
      for (const { status } of file.assertionResults) {
        if (status === "passed") counts.passed++;
        else if (status === "failed") counts.failed++;
        else counts.skipped++;
      }
      if (file.status === "failed" && counts.failed === failedBefore) counts.failed++;
    }
  }
  if (options.exitCode !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}
