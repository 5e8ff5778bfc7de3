import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { WorkerTestServices } from "@slipstream/edge/testing/services";
import type { TestProject } from "vitest/node";

/** Vitest's global set-up of the tests inside workerd. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const path = fileURLToPath(new URL("worker-services.ts", import.meta.url));
  const child = fork(path, { execArgv: [], stdio: "inherit" });
  const exited = once(child, "exit");
  const started = await Promise.race([once(child, "message"), exited]);
  if (child.exitCode !== null) throw new Error(`the services did not start: exit ${started[0]}`);
  project.provide("workerTestServices", started[0] as WorkerTestServices);
  return async () => {
    child.disconnect();
    await exited;
  };
}
