import { X, ZoomIn } from "lucide-react";
import { useRef } from "react";
import { MOVING } from "./moving-picture.ts";
import { ProductPicture } from "./product-picture.tsx";

interface GalleryProps {
  images: readonly { url: string; alt: string }[];
  /** Which of them is shown large. */
  place: number;
  onPlace: (place: number) => void;
  tint: string;
  title: string;
}

/** One large picture, its other views as thumbnails, arrow keys, and a zoom that fills the screen. */
export function Gallery({ images, place, onPlace, tint, title }: GalleryProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const current = images[place] ?? images[0];
  const turn = (step: number) =>
    onPlace((place + step + images.length) % Math.max(1, images.length));
  const onKeyDown = ({ key }: { key: string }) => {
    if (key === "ArrowRight") turn(1);
    if (key === "ArrowLeft") turn(-1);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys of the buttons within
    <div onKeyDown={onKeyDown} className="md:sticky md:top-8 md:self-start">
      <button
        type="button"
        onClick={() => dialog.current?.showModal()}
        aria-label={`Zoom: ${current?.alt ?? title}`}
        className="group relative block w-full cursor-zoom-in rounded-picture"
      >
        <ProductPicture image={current} tint={tint} eager className={MOVING} />
        <span className="absolute right-4 bottom-4 inline-flex size-11 items-center justify-center rounded-full bg-float">
          <ZoomIn size={18} aria-hidden="true" />
        </span>
      </button>
      {images.length > 1 && (
        <ul className="mt-4 grid grid-cols-6 gap-2 md:gap-4">
          {images.map((image, index) => (
            <li key={image.url}>
              <button
                type="button"
                aria-label={`View ${index + 1} of ${images.length}: ${image.alt}`}
                aria-pressed={index === place}
                onClick={() => onPlace(index)}
                className="thumbnail block w-full rounded-picture"
              >
                <ProductPicture image={{ url: image.url, alt: "" }} tint={tint} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <ZoomDialog ref={dialog} image={current} tint={tint} />
    </div>
  );
}

interface ZoomDialogProps {
  ref: React.Ref<HTMLDialogElement>;
  image: { url: string; alt: string } | undefined;
  tint: string;
}

function ZoomDialog({ ref, image, tint }: ZoomDialogProps) {
  return (
    <dialog
      ref={ref}
      aria-label={image?.alt}
      data-tint={tint}
      className="zoom m-0 h-dvh max-h-none w-dvw max-w-none overflow-auto"
    >
      <form method="dialog" className="flex min-h-full items-center justify-center">
        {image && (
          <img src={image.url} alt={image.alt} className="max-h-dvh w-full object-contain" />
        )}
        <button
          type="submit"
          aria-label="Close"
          className="fixed top-4 right-4 inline-flex size-11 items-center justify-center rounded-full bg-float text-ink"
        >
          <X size={20} aria-hidden="true" />
        </button>
      </form>
    </dialog>
  );
}
