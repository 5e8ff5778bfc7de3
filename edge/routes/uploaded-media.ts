import { ProblemError } from "@slipstream/contracts/problems";
import { uploadedUrlPattern } from "@slipstream/contracts/selling-api";
import type { Context } from "hono";
import type { AppEnv } from "../app-env.ts";
import { mediaKey } from "../media/upload.ts";
import { findFile, keepFile } from "../pages/file-cache.ts";

/**
 * `GET /media/u/<hash>/<width>.webp`: a size of an uploaded picture, the same for ever. Throws
 * `not_found`.
 */
export async function getUploadedMedia(context: Context<AppEnv>): Promise<Response> {
  const request = context.req.raw;
  const cached = await findFile(request);
  if (cached) return new Response(cached.body, cached);
  const [, sha256, width] = uploadedUrlPattern.exec(new URL(request.url).pathname) ?? [];
  if (sha256 === undefined) throw new ProblemError("not_found");
  const object = await context.env.MEDIA.get(mediaKey(context.var.shop.id, sha256, Number(width)));
  if (!object) throw new ProblemError("not_found");
  const response = new Response(object.body, {
    headers: {
      "content-type": "image/webp",
      "content-length": String(object.size),
      "cache-control": "public, max-age=31536000, immutable",
      etag: object.httpEtag,
    },
  });
  keepFile(request, response, (work) => context.executionCtx.waitUntil(work));
  return response;
}
