import type { FigureRow } from "@slipstream/dev/traffic/figures";
import { figures, figuresTable, writeFigures } from "@slipstream/dev/traffic/figures";
import { z } from "zod";

/** Every command's option for its figures. */
export const json = { type: "string", description: "File for the figures" } as const;
export const positive = z.coerce.number().positive();
export const count = z.coerce.number().int().positive();
/** Values with commas between them. */
export const listOf = <T extends z.ZodType>(each: T) =>
  z.preprocess((text) => (text === "none" ? [] : String(text).split(",")), z.array(each));

/** Checks the settings, measures, shows and writes; a bad setting is told, nothing is measured. */
export async function measured<Settings extends Record<string, unknown>>(options: {
  command: string;
  args: Record<string, unknown>;
  settings: z.ZodType<Settings>;
  measure: (settings: Settings, tell: (message: string) => void) => Promise<FigureRow[]>;
}): Promise<void> {
  const parsed = options.settings.safeParse(options.args);
  if (!parsed.success) {
    console.error(z.prettifyError(parsed.error));
    process.exitCode = 1;
    return;
  }
  const startedAt = new Date();
  const settings = parsed.data;
  const rows = await options.measure(settings, (message) => console.error(message));
  console.log(figuresTable(rows));
  const file = options.args.json;
  if (typeof file === "string") {
    writeFigures(file, figures({ command: `bench ${options.command}`, startedAt, settings, rows }));
  }
}
