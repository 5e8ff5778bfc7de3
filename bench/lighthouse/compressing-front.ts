import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream";
import { constants, createGzip } from "node:zlib";

const COMPRESSED = /^(text\/|application\/(javascript|json|manifest\+json)|image\/svg)/;

/**
 * Stands before the shop as Cloudflare does before a worker: it compresses text on the way, which
 * workerd by itself leaves to whoever is before it. Sockets are not passed on.
 */
export async function startCompressingFront(
  shop: string,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const { hostname, port } = new URL(shop);
  const server = createServer((incoming, outgoing) => {
    const { method, url: path, headers } = incoming;
    const asked = request({ hostname, port, method, path, headers }, (answer) => {
      const { "content-length": length, ...rest } = answer.headers;
      const compress =
        COMPRESSED.test(rest["content-type"] ?? "") &&
        /\bgzip\b/.test(String(headers["accept-encoding"]));
      if (!compress) {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        pipeline(answer, outgoing, () => {});
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, { ...rest, "content-encoding": "gzip" });
      // A page goes out while it is made.
      const gzip = createGzip({ flush: constants.Z_SYNC_FLUSH });
      pipeline(answer, gzip, outgoing, () => {});
    });
    asked.on("error", () => outgoing.destroy());
    pipeline(incoming, asked, () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
