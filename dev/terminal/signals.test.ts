import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";

const source = new URL("./signals.ts", import.meta.url).href;
const program = `
  import { onStopSignals } from ${JSON.stringify(source)};
  onStopSignals((signal) => console.log(signal));
  console.log("ready");
  setInterval(() => {}, 1000);`;

let child: ChildProcess | undefined;
afterEach(() => child?.kill("SIGKILL"));

async function start(): Promise<{ child: ChildProcess; line: () => Promise<string> }> {
  child = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const started = child;
  const line = async () =>
    String((await once(started.stdout as NodeJS.ReadableStream, "data"))[0]).trim();
  expect(await line()).toBe("ready");
  return { child: started, line };
}

test("npm's echo of a Ctrl-C is not a second one; a person's second one ends it at once", async () => {
  const { child: program_, line } = await start();
  const first = line();
  program_.kill("SIGINT");
  expect(await first).toBe("SIGINT");
  program_.kill("SIGINT");
  // Longer than the echo takes, shorter than a person's patience.
  await sleep(1_000);
  expect(program_.exitCode).toBeNull();
  program_.kill("SIGINT");
  const [code] = await once(program_, "exit");
  expect(code).toBe(1);
});
