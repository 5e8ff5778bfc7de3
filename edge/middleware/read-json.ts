import { ProblemError } from "@slipstream/contracts/problems";

/**
 * A JSON body of at most `maxBytes`. Reads no further than that, whatever Content-Length says.
 * Throws `unsupported_media_type`, `body_too_large`, `bad_json`.
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
  const tooLarge = new ProblemError("body_too_large", { detail: `at most ${maxBytes} bytes` });
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge;
  if (!request.body) return "";
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });
  let text = "";
  let size = 0;
  try {
    for await (const chunk of request.body) {
      size += chunk.byteLength;
      if (size > maxBytes) throw tooLarge;
      text += decoder.decode(chunk, { stream: true });
    }
    return text + decoder.decode();
  } catch (error) {
    if (error === tooLarge) throw error;
    throw new ProblemError("bad_json", { detail: "the body broke off or is not UTF-8" });
  }
}
