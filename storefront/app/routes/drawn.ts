import { drawIllustration, parseIllustrationPath } from "@slipstream/illustrations";
import type { Route } from "./+types/drawn";

/** A picture drawn from its address: the same address is the same picture, for ever. */
export function loader({ url }: Route.LoaderArgs): Response {
  const illustration = parseIllustrationPath(url.pathname);
  if (!illustration) return new Response("There is no such picture", { status: 404 });
  return new Response(drawIllustration(illustration.spec, illustration.view), {
    headers: {
      "content-type": "image/svg+xml; charset=utf-8",
      "cache-control": "public, max-age=31536000, immutable",
      "content-security-policy": "default-src 'none'",
    },
  });
}
