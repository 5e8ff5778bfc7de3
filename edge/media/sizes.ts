import { IMAGE_WIDTHS } from "@slipstream/contracts/image-widths";
import { ProblemError } from "@slipstream/contracts/problems";
import { sizeOf } from "./sniff.ts";

const QUALITY = 82;

/** One size of a picture, as WebP. */
interface PictureSize {
  width: number;
  height: number;
  bytes: Uint8Array;
}

/**
 * The sizes in which a picture is served, the largest first: never larger than it came, turned
 * upright, without what cameras write into files. Throws `unreadable_image`.
 */
export async function makeSizes(
  images: ImagesBinding,
  original: Uint8Array,
): Promise<[PictureSize, ...PictureSize[]]> {
  const largest = await resize(images, original, Math.max(...IMAGE_WIDTHS));
  const smaller = IMAGE_WIDTHS.filter((width) => width < largest.width);
  return [largest, ...(await Promise.all(smaller.map((width) => resize(images, original, width))))];
}

async function resize(
  images: ImagesBinding,
  original: Uint8Array,
  width: number,
): Promise<PictureSize> {
  const { body } = new Response(original as Uint8Array<ArrayBuffer>);
  if (!body) throw new ProblemError("unreadable_image");
  try {
    const result = await images
      .input(body)
      .transform({ width, fit: "scale-down" })
      .output({ format: "image/webp", quality: QUALITY });
    const bytes = new Uint8Array(await result.response().arrayBuffer());
    return { ...sizeOf(bytes), bytes };
  } catch (error) {
    throw new ProblemError("unreadable_image", { cause: error });
  }
}
