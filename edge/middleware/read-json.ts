import { ProblemError } from "@slipstream/contracts/problems";
import { readBytes } from "./read-bytes.ts";

/**
 * A JSON body of at most `maxBytes`. Reads no further than that. Throws `unsupported_media_type`, `body_too_large`, `bad_json`.
 */
export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") throw new ProblemError("unsupported_media_type");
  const text = await readText(request, maxBytes);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ProblemError("bad_json", { detail: (error as SyntaxError).message.slice(0, 200) });
  }
}

/** A body of UTF-8 text of at most `maxBytes`. Throws `body_too_large`, `bad_json`. */
export async function readText(request: Request, maxBytes: number): Promise<string> {
  try {
    const bytes = await readBytes(request, maxBytes);
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw new ProblemError("bad_json", { detail: "the body broke off or is not UTF-8" });
  }
}
