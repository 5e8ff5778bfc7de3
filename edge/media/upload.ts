import { ProblemError } from "@slipstream/contracts/problems";
import type { Uploaded } from "@slipstream/contracts/selling-api";
import { uploads } from "@slipstream/migrations/schema";
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { sha256Hex } from "../digest.ts";
import { makeSizes } from "./sizes.ts";
import { readPicture } from "./sniff.ts";

/** Bytes of one picture. */
export const MAX_UPLOAD_BYTES = 10 * 1024 * 1024;
const MAX_UPLOADS_A_DAY = 1_000;
const DAY_MS = 24 * 3600 * 1000;

/** Where a size of a shop's picture lies in the bucket. */
export function mediaKey(shop: string, sha256: string, width: number): string {
  return `${shop}/${sha256}/${width}.webp`;
}

interface Picture {
  shop: string;
  /** Whose upload it is; undefined for that of a server with an API key. */
  userId: string | undefined;
  bytes: Uint8Array;
}

/**
 * Keeps a picture in all its sizes, under the hash of its bytes: the same one is kept once. Throws
 * `unsupported_image`, `unreadable_image`, `too_many_uploads`.
 */
export async function upload(
  where: { database: Database; media: R2Bucket; images: ImagesBinding },
  { shop, userId, bytes }: Picture,
): Promise<Uploaded> {
  const { type } = readPicture(bytes);
  const sha256 = await sha256Hex(bytes);
  const known = await where.database.withShop(shop, async (transaction) => {
    const since = new Date(Date.now() - DAY_MS);
    const [[there], [today]] = await Promise.all([
      transaction
        .select({ width: uploads.width, height: uploads.height })
        .from(uploads)
        .where(and(eq(uploads.shopId, shop), eq(uploads.sha256, sha256))),
      transaction
        .select({ count: sql<number>`count(*)::int` })
        .from(uploads)
        .where(
          and(
            eq(uploads.shopId, shop),
            userId === undefined ? isNull(uploads.uploadedBy) : eq(uploads.uploadedBy, userId),
            gt(uploads.createdAt, since),
          ),
        ),
    ]);
    if (!there && (today?.count ?? 0) >= MAX_UPLOADS_A_DAY) {
      throw new ProblemError("too_many_uploads");
    }
    return there;
  });
  if (known) return uploaded(sha256, known);
  const sizes = await makeSizes(where.images, bytes);
  const [largest] = sizes;
  await Promise.all(
    sizes.map((size) =>
      where.media.put(mediaKey(shop, sha256, size.width), size.bytes, {
        httpMetadata: { contentType: "image/webp" },
      }),
    ),
  );
  // Written last: what has a row is there to be served.
  const { width, height } = largest;
  await where.database.withShop(shop, (transaction) =>
    transaction
      .insert(uploads)
      .values({
        shopId: shop,
        sha256,
        contentType: type,
        bytes: bytes.byteLength,
        width,
        height,
        uploadedBy: userId ?? null,
      })
      .onConflictDoNothing(),
  );
  return uploaded(sha256, { width, height });
}

function uploaded(sha256: string, size: { width: number; height: number }): Uploaded {
  return { sha256, url: `/media/u/${sha256}/${size.width}.webp`, ...size };
}
