import { sizesOf } from "./picture-sizes.ts";

interface ProductPictureProps {
  image: { url: string; alt: string } | undefined;
  tint: string | undefined;
  /** Pictures above the fold are fetched first. */
  eager?: boolean;
  className?: string;
}

/** A product's picture on the ground of its category, always in the same proportion. */
export function ProductPicture({
  image,
  tint,
  eager = false,
  className = "",
}: ProductPictureProps) {
  return (
    <div
      data-tint={tint ?? ""}
      className={`picture relative aspect-square overflow-hidden rounded-picture ${className}`}
    >
      {image && (
        <img
          src={image.url}
          {...sizesOf(image.url, !eager)}
          alt={image.alt}
          width={400}
          height={400}
          loading={eager ? undefined : "lazy"}
          fetchPriority={eager ? "high" : undefined}
          decoding={eager ? undefined : "async"}
          className="size-full object-cover"
        />
      )}
    </div>
  );
}
