import { ProblemError } from "@slipstream/contracts/problems";

/**
 * A body of at most `maxBytes`. Reads no further than that. Throws `body_too_large`.
 */
export async function readBytes(
  request: Pick<Request, "headers" | "body" | "arrayBuffer">,
  maxBytes: number,
): Promise<Uint8Array> {
  const tooLarge = () =>
    new ProblemError("body_too_large", { detail: `at most ${maxBytes} bytes are taken` });
  const length = request.headers.get("content-length");
  if (Number(length ?? 0) > maxBytes) throw tooLarge();
  if (!request.body) return new Uint8Array();
  // The body is as long as its length says, or breaks off: it can be read in one piece.
  if (length !== null) return new Uint8Array(await request.arrayBuffer());
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge();
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
