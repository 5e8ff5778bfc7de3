import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { DatasetError } from "./find.ts";

/** Longest line that is kept; the rest of a longer one is read over. */
const MAX_LINE_LENGTH = 1024 * 1024;

export interface Line {
  /** 1-based line number in its file. */
  number: number;
  /** Without its line end; undefined for a line longer than the limit. */
  text: string | undefined;
}

/**
 * The lines of a text file, unpacked when its name ends in .gz, in arrays of one chunk's lines.
 * Holds one chunk and one unfinished line in memory. Empty lines are left out.
 * Throws DatasetError `dataset_unreadable` when the file cannot be read or unpacked.
 */
export async function* readLines(path: string): AsyncGenerator<Line[]> {
  let number = 0;
  let rest = "";
  let tooLong = false;
  const finish = (text: string): Line => {
    const line = { number: ++number, text: tooLong ? undefined : text.replace(/\r$/, "") };
    tooLong = false;
    return line;
  };
  try {
    for await (const chunk of openText(path)) {
      const parts = (rest + chunk).split("\n");
      rest = parts.pop()!;
      const lines: Line[] = [];
      for (const part of parts) {
        const line = finish(part);
        if (line.text !== "") lines.push(line);
      }
      if (rest.length > MAX_LINE_LENGTH) {
        tooLong = true;
        rest = "";
      }
      if (lines.length > 0) yield lines;
    }
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    throw new DatasetError(
      "dataset_unreadable",
      `${path} cannot be read: ${error.message}. Is the download whole?`,
      { cause: error },
    );
  }
  if (rest !== "" || tooLong) yield [finish(rest)];
}

function openText(path: string): AsyncIterable<string> {
  const file = createReadStream(path);
  if (!path.endsWith(".gz")) return file.setEncoding("utf8") as AsyncIterable<string>;
  const unpacked: Readable = file.pipe(createGunzip());
  file.on("error", (error) => unpacked.destroy(error));
  return unpacked.setEncoding("utf8") as AsyncIterable<string>;
}
