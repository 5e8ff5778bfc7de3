import { SIGNATURE_HEADER } from "@slipstream/contracts/announcements";
import {
  LETTERS_PATH,
  LETTERS_WORK_PATH,
  letterListSchema,
  lettersDoneSchema,
} from "@slipstream/contracts/dead-letters";
import { signBody } from "@slipstream/contracts/signature";

/** Calls of a processor as the edge makes them for the ops of the demo shop. */
export function opsCalls({ port, secret }: { port: () => number; secret: string }) {
  const signed = async (path: string, content: object = {}): Promise<Response> => {
    const body = JSON.stringify({ shop: "demo", ...content });
    return fetch(`http://127.0.0.1:${port()}${path}`, {
      method: "POST",
      headers: { [SIGNATURE_HEADER]: await signBody({ secret, body, nowMs: Date.now() }) },
      body,
    });
  };
  return {
    signed,
    letters: async (content: object = {}) =>
      letterListSchema.parse(await (await signed(LETTERS_PATH, content)).json()),
    work: async (content: object) =>
      lettersDoneSchema.parse(await (await signed(LETTERS_WORK_PATH, content)).json()),
  };
}
