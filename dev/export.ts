import { z } from "zod";
import { ExportError, exportSettings, runExport } from "./export/run-export.ts";
import { runProgram } from "./terminal/program.ts";

const command = {
  meta: {
    name: "npm run export --",
    description:
      "Writes a shop's events, catalogue and served answers as compressed files for other tools; evaluate and train read the folder too.",
  },
  args: {
    to: { type: "string", description: "Folder to write into; needed" },
    shop: { type: "string", default: "demo", description: "Whose data" },
  },
} as const;

async function main(args: Record<string, unknown>): Promise<number> {
  const parsed = exportSettings.safeParse(args);
  if (!parsed.success) {
    console.error(z.prettifyError(parsed.error));
    return 1;
  }
  try {
    await runExport(parsed.data, { write: (text) => console.log(text) });
    return 0;
  } catch (error) {
    if (!(error instanceof ExportError)) throw error;
    console.error(`${error.code}: ${error.message}`);
    return 1;
  }
}

await runProgram({ command, run: main });
