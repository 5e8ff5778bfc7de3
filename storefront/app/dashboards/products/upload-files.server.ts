import type { Uploaded } from "@slipstream/contracts/selling-api";
import type { RouterContextProvider } from "react-router";
import { answerOf, problemOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import type { FormProblem } from "../../ui/form/form-problem.ts";

/** Pictures that one form may bring. */
const MAX_FILES = 20;

/** Uploads pictures one by one; stops at the first that is refused, and says which it was. */
export async function uploadFiles(
  { context, request }: { context: Readonly<RouterContextProvider>; request: Request },
  files: readonly File[],
): Promise<{ uploaded: Uploaded[]; problem: FormProblem | undefined }> {
  const { client } = storefrontOf(context);
  const uploaded: Uploaded[] = [];
  for (const file of files.slice(0, MAX_FILES)) {
    const response = await client.api.selling.uploads.$post(undefined, {
      init: { body: await file.arrayBuffer() },
      headers: { "content-type": "application/octet-stream" },
    });
    const problem = await problemOf(response.clone(), request);
    if (problem) {
      return { uploaded, problem: { ...problem, detail: `${file.name}: ${problem.detail}` } };
    }
    uploaded.push(await answerOf(response));
  }
  return { uploaded, problem: undefined };
}
