import { BackupError } from "./backup-error.ts";
import type { Manifest } from "./manifest.ts";

/** What a backup has, for the screen. */
export function manifestText({ takenAt, streams }: Manifest): string {
  const lines = streams.map(
    ({ config, state }) =>
      `  ${config.name}: ${state.messages} messages, ${state.first_seq} to ${state.last_seq}`,
  );
  return [`Taken at ${takenAt}: PostgreSQL and`, ...lines].join("\n");
}

/** Runs a command to its exit code; what a person can mend is said without a stack trace. */
export async function toldPlainly(run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof BackupError)) throw error;
    console.error(`\n${error.code}: ${error.message}`);
    return 1;
  }
}
