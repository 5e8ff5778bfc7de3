import { type Browser, chromium } from "playwright-core";
import { requireBinary } from "../services/binaries.ts";
import { installMissing } from "../services/install.ts";

/** Offline, and quiet about it. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Headless Chromium of this machine; installed first where it is missing and that is possible. With a
 * `port` other programs find its developer tools there.
 */
export async function launchBrowser(folder: string, port?: number): Promise<Browser> {
  await installMissing({
    needed: ["chromium"],
    wanted: [],
    logFile: `${folder}/install-chromium.log`,
    announce: (command) => process.stderr.write(`Chromium is missing: ${command}\n`),
  });
  const executablePath = requireBinary("chromium");
  return chromium.launch({
    executablePath,
    args: port === undefined ? FLAGS : [...FLAGS, `--remote-debugging-port=${port}`],
  });
}
