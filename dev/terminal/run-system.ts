import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../supervisor/root.ts";
import type { System, SystemOptions } from "../supervisor/system-options.ts";
import { askYesNo, isInteractive } from "./ask.ts";
import { listView, plainView } from "./progress-view.ts";
import { onStopSignals } from "./signals.ts";
import { urlTable } from "./url-table.ts";

/**
 * Starts a system and shows it on the screen until it is told to stop.
 * @returns the exit code
 * @throws StartFailure when it cannot start; `data_gone` when its data folder goes away meanwhile
 */
export async function runSystem(options: SystemOptions): Promise<number> {
  const startedAt = performance.now();
  const envFile = join(ROOT, ".env");
  if (existsSync(envFile)) process.loadEnvFile(envFile);
  // Loaded here, so that --help and mistakes in the options are answered at once.
  const { plannedSteps, startSystem } = await import("../supervisor/system.ts");
  const interactive = isInteractive();
  const write = (line: string) => console.log(line);
  const view = interactive ? listView(plannedSteps(options), write) : plainView(write);
  const giveUp = new AbortController();
  let stopAsked: () => void = () => {};
  const stopped = new Promise<void>((resolve) => {
    stopAsked = resolve;
  });
  onStopSignals(() => {
    write("\nStopping; once more to stop at once.");
    giveUp.abort();
    stopAsked();
  });
  let system: System;
  try {
    system = await startSystem({
      ...options,
      askInstall: interactive
        ? (command) => askYesNo(`Some programs are missing. Run \`${command}\`?`)
        : undefined,
      onProgress: view.onProgress,
      signal: giveUp.signal,
    });
  } catch (error) {
    await view.finish();
    if (giveUp.signal.aborted) return 130;
    throw error;
  }
  await view.finish();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  write(`\n${urlTable(system)}\n\n  Ready in ${seconds} s. Ctrl-C stops everything; data stays.\n`);
  const failure = await Promise.race([stopped, system.gone]);
  await system.stop();
  if (failure) throw failure;
  return 0;
}
