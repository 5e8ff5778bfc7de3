import { storefrontContext } from "@slipstream/edge/storefront-context";
import { renderToReadableStream } from "react-dom/server";
import type { EntryContext, RouterContextProvider } from "react-router";
import { ServerRouter } from "react-router";
import { NonceContext } from "./nonce.ts";

/** Milliseconds that deferred data may take before its place shows its fallback for good. */
export const streamTimeout = 3_000;

export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  routerContext: EntryContext,
  loadContext: RouterContextProvider,
): Promise<Response> {
  headers.set("content-type", "text/html; charset=utf-8");
  if (request.method === "HEAD") return new Response(null, { status, headers });

  const { nonce, streamed, onBroken } = loadContext.get(storefrontContext);
  let statusAfterShell = status;
  let shellRendered = false;
  const body = await renderToReadableStream(
    <NonceContext value={nonce}>
      <ServerRouter context={routerContext} url={request.url} nonce={nonce} />
    </NonceContext>,
    {
      nonce,
      // What is ready stands in its place however large it is: no script has to move it there.
      progressiveChunkSize: Number.POSITIVE_INFINITY,
      signal: AbortSignal.timeout(streamTimeout + 1_000),
      onError(error: unknown) {
        statusAfterShell = 500;
        onBroken();
        // Errors of the shell reject and are logged by whoever called; these have nobody else.
        // biome-ignore lint/suspicious/noConsole: the console is a worker's log
        if (shellRendered) console.error(error);
      },
    },
  );
  shellRendered = true;
  if (!streamed) await body.allReady;
  return new Response(body, { status: statusAfterShell, headers });
}
