import { initWasm, Resvg } from "@resvg/resvg-wasm";
import module from "@resvg/resvg-wasm/index_bg.wasm";
import { drawIllustration, parseIllustrationPath } from "@slipstream/illustrations";
import { LINK_PICTURE } from "../ui/link-picture.ts";

let ready: Promise<void> | undefined;

/**
 * The PNG that other sites show of a link, from its address: the drawing in the middle of its own
 * ground. They read no SVG. Undefined where the address is no drawing's.
 */
export async function drawLinkPicture(path: string): Promise<Uint8Array | undefined> {
  const drawn = parseIllustrationPath(
    path.replace("/media/link/", "/media/drawn/").replace(/\.png$/, ".svg"),
  );
  if (!drawn || !path.endsWith(".png")) return undefined;
  ready ??= initWasm(module);
  await ready;
  const { width, height } = LINK_PICTURE;
  const picture = drawIllustration(drawn.spec, drawn.view);
  const [, ground] = /fill="(#[0-9a-f]{6})"/.exec(picture) ?? [];
  const placed = picture
    .replace(/ width="\d+" height="\d+"/, "")
    .replace("<svg ", `<svg x="${(width - height) / 2}" width="${height}" height="${height}" `);
  const sheet = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><path d="M0 0h${width}v${height}H0z" fill="${ground}"/>${placed}</svg>`;
  const renderer = new Resvg(sheet, { font: { loadSystemFonts: false } });
  const rendered = renderer.render();
  try {
    return rendered.asPng();
  } finally {
    rendered.free();
    renderer.free();
  }
}
