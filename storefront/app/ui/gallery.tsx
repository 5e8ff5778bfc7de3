import ZoomIn from "lucide-react/icons/zoom-in";
import type { KeyboardEvent } from "react";
import { lazy, Suspense, useState } from "react";
import { t } from "../language/text.ts";
import { MOVING } from "./moving-picture.ts";
import { ProductPicture } from "./product-picture.tsx";

/** Fetched when somebody wants to look closely. */
const ZoomDialog = lazy(() => import("./zoom-dialog.tsx"));

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
  const [zooming, setZooming] = useState(false);
  const current = images[place] ?? images[0];
  const turn = (step: number) =>
    onPlace((place + step + images.length) % Math.max(1, images.length));
  const onKeyDown = ({ key }: KeyboardEvent) => {
    if (key === "ArrowRight") turn(1);
    if (key === "ArrowLeft") turn(-1);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys of the buttons within
    <div onKeyDown={onKeyDown} className="md:sticky md:top-8 md:self-start">
      <button
        type="button"
        onClick={() => setZooming(true)}
        aria-label={t("Zoom: {view}", { view: current?.alt ?? title })}
        className="group relative block w-full cursor-zoom-in rounded-picture"
      >
        <ProductPicture image={current} tint={tint} eager className={MOVING} />
        <span className="needs-script absolute right-4 bottom-4 inline-flex size-11 items-center justify-center rounded-full bg-float">
          <ZoomIn size={18} aria-hidden="true" />
        </span>
      </button>
      {images.length > 1 && (
        <ul className="mt-4 grid grid-cols-6 gap-2 md:gap-4">
          {images.map((image, index) => (
            <li key={image.url}>
              <button
                type="button"
                aria-label={t("View {place} of {count}: {view}", {
                  place: index + 1,
                  count: images.length,
                  view: image.alt,
                })}
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
      {zooming && current && (
        <Suspense>
          <ZoomDialog
            images={images}
            place={place}
            onPlace={onPlace}
            onClose={() => setZooming(false)}
            tint={tint}
          />
        </Suspense>
      )}
    </div>
  );
}
