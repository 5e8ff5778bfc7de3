import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { startChild } from "../services/child.ts";
import { runningCommand } from "../services/leftover.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { Supervised, type SupervisedNews } from "./supervised.ts";

const folder = temporaryFolder();
const broken = join(folder, "broken");
const ready = join(folder, "ready");
const program = join(folder, "child.mjs");
writeFileSync(
  program,
  `import { existsSync, writeFileSync } from "node:fs";
   if (existsSync(${JSON.stringify(broken)})) throw new Error("broken on purpose");
   process.on("SIGTERM", () => process.exit(0));
   writeFileSync(${JSON.stringify(ready)}, "");
   setInterval(() => {}, 1000);`,
);

function supervise(): { child: Supervised; next: () => Promise<SupervisedNews> } {
  const news: SupervisedNews[] = [];
  let wake = () => {};
  const child = new Supervised({
    name: "child",
    tell: (item) => {
      news.push(item);
      wake();
    },
    launch: () => {
      rmSync(ready, { force: true });
      return startChild({
        name: "The child",
        command: process.execPath,
        args: [program],
        logFile: join(folder, "child.log"),
        // Ready once it says so itself: it is past where it fails.
        ready: async () => existsSync(ready),
      });
    },
  });
  const next = async () => {
    while (news.length === 0) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    return news.shift() as SupervisedNews;
  };
  return { child, next };
}

afterEach(() => rmSync(broken, { force: true }));

test("a child that dies is started again, and said so", async () => {
  const { child, next } = supervise();
  await child.start();
  const first = child.pid;
  await child.kill();
  expect(await next()).toEqual({ kind: "died", name: "child", how: "SIGKILL", restartInMs: 250 });
  expect(await next()).toEqual({ kind: "restarted", name: "child" });
  expect(child.state).toBe("running");
  expect(child.pid).not.toBe(first);
  await child.stop();
});

test("a child that cannot start again is tried with growing pauses", async () => {
  const { child, next } = supervise();
  await child.start();
  writeFileSync(broken, "");
  await child.kill();
  await next();
  const failed = await next();
  expect(failed).toMatchObject({ kind: "restart_failed", restartInMs: 500 });
  expect(failed.kind === "restart_failed" && failed.reason).toContain("broken on purpose");
  rmSync(broken);
  expect(await next()).toMatchObject({ kind: "restarted" });
  await child.stop();
});

test("a child that was asked to stop stays down, even between two tries", async () => {
  const { child, next } = supervise();
  await child.start();
  const pid = child.pid as number;
  await child.kill();
  expect(await next()).toMatchObject({ kind: "died" });
  await child.stop();
  expect(child.state).toBe("stopped");
  expect(child.pid).toBeUndefined();
  expect(runningCommand(pid)).toBeUndefined();
  await child.start();
  expect(child.state).toBe("running");
  await child.stop();
  expect(existsSync(broken)).toBe(false);
});

test("the first start's failure is thrown with the log's last lines", async () => {
  const { child } = supervise();
  writeFileSync(broken, "");
  await expect(child.start()).rejects.toMatchObject({
    code: "child_failed",
    message: expect.stringContaining("broken on purpose"),
  });
});
