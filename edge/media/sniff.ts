import { ProblemError } from "@slipstream/contracts/problems";
import { imageSize } from "image-size";

/** What a picture may be; anything that can hold scripts or frames is not among them. */
type PictureType = "image/jpeg" | "image/png" | "image/webp" | "image/avif";

/** More than this on a side, or in all, and the resizer would choke. */
const MAX_SIDE = 12_000;
const MAX_PIXELS = 50_000_000;

/**
 * The type and size of a picture, from its bytes: neither name nor Content-Type is believed. Throws
 * `unsupported_image`, `unreadable_image`.
 */
export function readPicture(bytes: Uint8Array): {
  type: PictureType;
  width: number;
  height: number;
} {
  const type = typeOf(bytes);
  if (type === undefined) throw new ProblemError("unsupported_image");
  const { width, height } = sizeOf(bytes);
  if (width < 1 || height < 1) throw new ProblemError("unreadable_image");
  if (Math.max(width, height) > MAX_SIDE || width * height > MAX_PIXELS) {
    throw new ProblemError("unreadable_image", {
      detail: `a picture has at most ${MAX_SIDE} pixels on a side and ${MAX_PIXELS / 1e6} million in all`,
    });
  }
  return { type, width, height };
}

/** The size of a picture whose type is known. Throws `unreadable_image`. */
export function sizeOf(bytes: Uint8Array): { width: number; height: number } {
  try {
    return imageSize(bytes);
  } catch (error) {
    throw new ProblemError("unreadable_image", { cause: error });
  }
}

function typeOf(bytes: Uint8Array): PictureType | undefined {
  const text = (start: number, end: number) => String.fromCharCode(...bytes.subarray(start, end));
  if (text(0, 3) === "\xff\xd8\xff") return "image/jpeg";
  if (text(0, 8) === "\x89PNG\r\n\x1a\n") return "image/png";
  if (text(0, 4) === "RIFF" && text(8, 12) === "WEBP") return "image/webp";
  // The first box of the file names its brands, of four letters each.
  if (text(4, 8) === "ftyp" && /^avi[fs]/.test(text(8, 12))) return "image/avif";
  return undefined;
}
