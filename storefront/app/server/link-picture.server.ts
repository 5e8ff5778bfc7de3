import { initWasm, Resvg } from "@resvg/resvg-wasm";
import module from "@resvg/resvg-wasm/index_bg.wasm";
import { drawIllustration, parseIllustrationPath } from "@slipstream/illustrations";
import { LINK_PICTURE } from "../ui/link-picture.ts";
import { startedOnce } from "./started-once.ts";

const startRenderer = startedOnce(() =>
  initWasm(module).catch((error: unknown) => {
    // It outlives this module where that is loaded anew.
    if (!/^Already initialized/.test(String((error as Error).message))) throw error;
  }),
);

/**
 * The PNG that other sites show of a link, from its address: the drawing in the middle of its own
 * ground. They read no SVG. Undefined where the address is no drawing's, or that of one which the
 * shop does not show: there are more than anybody could draw.
 */
export async function drawLinkPicture(
  path: string,
  isShown: (drawing: string) => Promise<boolean>,
): Promise<Uint8Array | undefined> {
  if (!path.endsWith(".png")) return undefined;
  const drawing = path.replace("/media/link/", "/media/drawn/").replace(/\.png$/, ".svg");
  const drawn = parseIllustrationPath(drawing);
  if (!drawn || !(await isShown(drawing))) return undefined;
  await startRenderer();
  const { width, height } = LINK_PICTURE;
  const picture = drawIllustration(drawn.spec, drawn.view);
  const [, ground] = /fill="(#[0-9a-f]{6})"/.exec(picture) ?? [];
  const placed = picture
    .replace(/ width="\d+" height="\d+"/, "")
    .replace("<svg ", `<svg x="${(width - height) / 2}" width="${height}" height="${height}" `);
  const sheet = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><path d="M0 0h${width}v${height}H0z" fill="${ground}"/>${placed}</svg>`;
  const resvg = new Resvg(sheet, { font: { loadSystemFonts: false } });
  const rendered = resvg.render();
  try {
    return rendered.asPng();
  } finally {
    rendered.free();
    resvg.free();
  }
}
