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
  const length = request.headers.get("content-length");
  if (Number(length ?? 0) > maxBytes) throw tooLarge(maxBytes);
  if (!request.body) return "";
  try {
    // The body is as long as its length says, or breaks off: it can be read in one piece.
    const bytes =
      length === null ? await readAtMost(request.body, maxBytes) : await request.arrayBuffer();
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw new ProblemError("bad_json", { detail: "the body broke off or is not UTF-8" });
  }
}

async function readAtMost(body: ReadableStream<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

function tooLarge(maxBytes: number): ProblemError {
  return new ProblemError("body_too_large", { detail: `at most ${maxBytes} bytes` });
}
