import { type ArgsDef, type CommandDef, parseArgs, renderUsage } from "citty";
import { StartFailure } from "../services/start-failure.ts";

/** A command-line program: its arguments, and what it does with them. */
export interface Program<Args extends ArgsDef> {
  command: CommandDef<Args> & { args: Args };
  /** Resolves to the exit code. */
  run: (args: ReturnType<typeof parseArgs<Args>>, rawArgs: string[]) => Promise<number>;
}

/**
 * Runs a program with this process's arguments: `--help` prints its usage, an unknown option is an
 * error, a StartFailure is printed as `code: message` without a stack trace.
 */
export async function runProgram<const Args extends ArgsDef>(
  program: Program<Args>,
): Promise<never> {
  const rawArgs = process.argv.slice(2);
  try {
    if (rawArgs.includes("--help") || rawArgs.includes("-h")) {
      console.log(await renderUsage(program.command));
      process.exit(0);
    }
    refuseUnknown(rawArgs, program.command.args);
    process.exit(await program.run(parseArgs<Args>(rawArgs, program.command.args), rawArgs));
  } catch (error) {
    console.error(`\n${describeError(error)}`);
    process.exit(1);
  }
}

/** An error for a person: those that a person can mend come without a stack trace. */
function describeError(error: unknown): string {
  if (error instanceof StartFailure) return `${error.code}: ${error.message}`;
  if (error instanceof UsageError) return `usage: ${error.message}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** The arguments make no sense. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly code = "usage";
}

function refuseUnknown(rawArgs: string[], args: ArgsDef): void {
  for (const argument of rawArgs) {
    const name = /^--(?:no-)?([^=]+)/.exec(argument)?.[1];
    if (name && !(name in args)) {
      const known = Object.keys(args).map((key) => `--${key}`);
      throw new UsageError(`there is no --${name}. Options: ${known.join(", ")}, --help.`);
    }
  }
}

/** All values of an option that may be given several times: `--name A --name=B`. */
export function repeated(rawArgs: string[], name: string): string[] {
  return rawArgs.flatMap((argument, index) => {
    if (argument.startsWith(`--${name}=`)) return [argument.slice(name.length + 3)];
    const next = rawArgs[index + 1];
    return argument === `--${name}` && next !== undefined ? [next] : [];
  });
}

/** A whole number in a range, from an option's text. */
export function wholeNumber(
  text: string,
  options: { option: string; min: number; max: number },
): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= options.min && value <= options.max) return value;
  throw new UsageError(
    `--${options.option} takes a whole number from ${options.min} to ${options.max}, not ${text}.`,
  );
}
