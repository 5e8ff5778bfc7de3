import { requireBinary } from "@slipstream/dev/services/binaries";
import { installMissing } from "@slipstream/dev/services/install";
import { type Browser, chromium } from "playwright-core";

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

/** Headless Chromium of this machine; installed first where it is missing and that is possible. */
export async function launchBrowser(folder: string): Promise<Browser> {
  await installMissing({
    needed: ["chromium"],
    wanted: [],
    logFile: `${folder}/install-chromium.log`,
    announce: (command) => process.stderr.write(`Chromium is missing: ${command}\n`),
  });
  const executablePath = requireBinary("chromium");
  return chromium.launch({ executablePath, args: FLAGS });
}
