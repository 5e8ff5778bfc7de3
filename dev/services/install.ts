import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { type Binary, findBinary, missingBinaries, PACKAGES } from "./binaries.ts";
import { withLogFile } from "./log-file.ts";
import { StartFailure } from "./start-failure.ts";

const INSTALL_TIMEOUT_MS = 300_000;

export interface InstallOptions {
  /** Needed to go on. */
  needed: Binary[];
  /** Installed along with the others, but nothing stops without them. */
  wanted: Binary[];
  logFile: string;
  /** Told the exact command before it runs. */
  announce: (command: string) => void;
  /** Asked before installing where a person sits at the terminal; absent: not asked. */
  ask?: (command: string) => Promise<boolean>;
}

/**
 * Installs the programs that are missing, with apt-get (Debian and Ubuntu, as root) or Homebrew.
 * Does nothing when all that is needed is there.
 * @throws StartFailure `binary_missing` where there is no such installer, or the person said no
 * @throws StartFailure `install_failed` when the installer fails
 */
export async function installMissing(options: InstallOptions): Promise<void> {
  const missing = options.needed.filter((name) => !findBinary(name));
  if (missing.length === 0) return;
  const installer = findInstaller();
  if (!installer) throw missingBinaries(missing);
  const all = [...missing, ...options.wanted.filter((name) => !findBinary(name))];
  const packages = [...new Set(all.map((name) => PACKAGES[name][installer.packages]))];
  const commands = installer.commands(packages);
  const shown = commands.map((command) => command.join(" ")).join(" && ");
  if (options.ask && !(await options.ask(shown))) throw missingBinaries(missing);
  options.announce(shown);
  for (const command of commands) await run(command, options.logFile);
  const still = missing.filter((name) => !findBinary(name));
  if (still.length > 0) throw missingBinaries(still);
}

interface Installer {
  packages: "debian" | "homebrew";
  commands: (packages: string[]) => string[][];
}

function findInstaller(): Installer | undefined {
  if (process.platform === "linux" && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    return {
      packages: "debian",
      commands: (packages) => [
        ["apt-get", "update"],
        ["apt-get", "install", "--yes", "--no-install-recommends", ...packages],
      ],
    };
  }
  const brew = ["/opt/homebrew/bin/brew", "/usr/local/bin/brew"].find((path) => existsSync(path));
  if (process.platform === "darwin" && brew) {
    return { packages: "homebrew", commands: (packages) => [[brew, "install", ...packages]] };
  }
  return undefined;
}

function run(command: string[], logFile: string): Promise<void> {
  const [program = "", ...args] = command;
  return new Promise((resolve, reject) => {
    const fail = (reason: string) =>
      reject(
        new StartFailure(
          "install_failed",
          `\`${command.join(" ")}\` failed (${reason}); its output is in ${logFile}. Install by hand, or use docker compose -f deploy/compose.yaml up.`,
        ),
      );
    const child = withLogFile(logFile, (log) =>
      spawn(program, args, {
        // RUNLEVEL=1 keeps Debian's packages from starting system services: ours are private ones.
        env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" },
        stdio: ["ignore", log, log],
        timeout: INSTALL_TIMEOUT_MS,
      }),
    );
    child.once("error", (error) => fail(error.message));
    child.once("exit", (code, signal) =>
      code === 0 ? resolve() : fail(signal ?? `exit code ${code}`),
    );
  });
}
