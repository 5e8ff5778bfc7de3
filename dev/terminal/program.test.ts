import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../supervisor/root.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { repeated, UsageError, wholeNumber } from "./program.ts";

function runNode(...args: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: ROOT }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), output: stdout + stderr }),
    );
  });
}

test("an option may be given several times", () => {
  const rawArgs = ["--dataset", "a", "--port", "1", "--dataset=b", "--dataset"];
  expect(repeated(rawArgs, "dataset")).toEqual(["a", "b"]);
});

test("numbers are whole and in range", () => {
  const limits = { option: "port", min: 1, max: 65_535 };
  expect(wholeNumber("8787", limits)).toBe(8787);
  for (const wrong of ["", "0", "8787.5", "70000", "http"]) {
    expect(() => wholeNumber(wrong, limits)).toThrow(UsageError);
  }
});

test("programs explain themselves and refuse options that they do not know", async () => {
  const help = await runNode("dev/start.ts", "--help");
  expect(help.code).toBe(0);
  expect(help.output).toMatch(/--shoppers[\s\S]*--hot/);
  const unknown = await runNode("dev/start.ts", "--prot", "1");
  expect(unknown).toMatchObject({ code: 1, output: expect.stringContaining("there is no --prot") });
});

test("reset leaves alone a folder that is not ours, and asks nobody who is not there", async () => {
  const folder = temporaryFolder();
  const empty = await runNode("dev/reset.ts", "--data", folder);
  expect(empty).toMatchObject({ code: 0, output: expect.stringContaining("Nothing to forget") });
  const foreign = await runNode("dev/reset.ts", "--yes", "--data", join(ROOT, "contracts"));
  expect(foreign).toMatchObject({ code: 1, output: expect.stringContaining("not a data folder") });
});
