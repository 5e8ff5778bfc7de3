import ChevronLeft from "lucide-react/icons/chevron-left";
import ChevronRight from "lucide-react/icons/chevron-right";
import X from "lucide-react/icons/x";
import ZoomIn from "lucide-react/icons/zoom-in";
import ZoomOut from "lucide-react/icons/zoom-out";
import type { KeyboardEvent } from "react";
import { useEffect, useRef } from "react";
import { t } from "../language/text.ts";
import { IconButton } from "./button.tsx";
import { useZoom } from "./use-zoom.ts";

interface ZoomDialogProps {
  images: readonly { url: string; alt: string }[];
  place: number;
  onPlace: (place: number) => void;
  onClose: () => void;
  tint: string;
}

const STEP = 1.5;
const middle = { x: 0, y: 0 };
/** Frames that an arrow key moves. */
const PAN = 0.15;
const arrows: Readonly<Record<string, { x: number; y: number }>> = {
  ArrowLeft: { x: PAN, y: 0 },
  ArrowRight: { x: -PAN, y: 0 },
  ArrowUp: { x: 0, y: PAN },
  ArrowDown: { x: 0, y: -PAN },
};

/**
 * One picture as large as the screen. A click or tap comes close and goes back, the wheel and two
 * fingers do so by degrees, a drag moves; with keys: + and −, arrows, Escape. Small, the left and
 * right arrows turn to the other views.
 */
export default function ZoomDialog({ images, place, onPlace, onClose, tint }: ZoomDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const image = images[place];
  const { view, zoom, pan, pointer } = useZoom(place);
  useEffect(() => dialog.current?.showModal(), []);
  const turn = (by: number) => onPlace((place + by + images.length) % images.length);
  const onKeyDown = (event: KeyboardEvent) => {
    const { key } = event;
    // The gallery behind listens to the same keys.
    event.stopPropagation();
    const move = arrows[key];
    if (key === "+" || key === "=") zoom(STEP, middle);
    else if (key === "-") zoom(1 / STEP, middle);
    else if (move && view.scale > 1) pan(move);
    else if (move?.x) turn(move.x > 0 ? -1 : 1);
    else return;
    event.preventDefault();
  };
  return (
    <dialog
      ref={dialog}
      aria-label={image?.alt}
      data-tint={tint}
      onClose={onClose}
      onKeyDown={onKeyDown}
      className="zoom m-0 h-dvh max-h-none w-dvw max-w-none overflow-hidden"
    >
      {image && (
        <div
          {...pointer}
          className={`flex size-full touch-none items-center justify-center select-none ${view.scale > 1 ? "cursor-grab" : "cursor-zoom-in"}`}
        >
          <img
            src={image.url}
            alt={image.alt}
            draggable={false}
            className="max-h-dvh w-full object-contain"
            style={{
              transform: `translate(${view.x * 100}vw, ${view.y * 100}dvh) scale(${view.scale})`,
            }}
          />
        </div>
      )}
      <div className="fixed top-4 right-4 flex gap-2">
        <Tool
          label={t("Smaller")}
          onClick={() => zoom(1 / STEP, middle)}
          disabled={view.scale === 1}
        >
          <ZoomOut size={20} aria-hidden="true" />
        </Tool>
        <Tool label={t("Larger")} onClick={() => zoom(STEP, middle)}>
          <ZoomIn size={20} aria-hidden="true" />
        </Tool>
        <Tool label={t("Close")} onClick={() => dialog.current?.close()}>
          <X size={20} aria-hidden="true" />
        </Tool>
      </div>
      {images.length > 1 && (
        <div className="fixed inset-x-4 bottom-4 flex items-center justify-center gap-4">
          <Tool label={t("View before")} onClick={() => turn(-1)}>
            <ChevronLeft size={20} aria-hidden="true" />
          </Tool>
          <p
            aria-live="polite"
            className="figures rounded-full bg-float px-3 py-1 text-14 text-ink"
          >
            {t("{place} of {count}", { place: place + 1, count: images.length })}
          </p>
          <Tool label={t("Next view")} onClick={() => turn(1)}>
            <ChevronRight size={20} aria-hidden="true" />
          </Tool>
        </div>
      )}
    </dialog>
  );
}

function Tool(props: Parameters<typeof IconButton>[0]) {
  return <IconButton {...props} className="bg-float" />;
}
