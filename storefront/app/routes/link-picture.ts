import { drawLinkPicture } from "../server/link-picture.server.ts";
import { critical, storefrontOf } from "../server/storefront.server.ts";
import type { Route } from "./+types/link-picture";

/** A drawing as other sites show it with a link; the same address is the same picture, for ever. */
export async function loader({ context, url }: Route.LoaderArgs): Promise<Response> {
  const { api } = storefrontOf(context);
  const png = await drawLinkPicture(url.pathname, (path) => critical(api.showsPicture(path)));
  if (!png) return new Response("There is no such picture", { status: 404 });
  return new Response(png as BodyInit, {
    headers: {
      "content-type": "image/png",
      "cache-control": "public, max-age=31536000, immutable",
      "content-security-policy": "default-src 'none'",
    },
  });
}
