import ArrowLeft from "lucide-react/icons/arrow-left";
import ArrowRight from "lucide-react/icons/arrow-right";
import type { RefObject } from "react";
import { useEffect, useState } from "react";
import { t } from "../language/text.ts";
import { IconButton } from "../ui/button.tsx";

interface ScrollArrowsProps {
  track: RefObject<HTMLElement | null>;
  /** Cards in the track: when they change, the ends are looked at again. */
  cards: number;
}

/** Two arrows for those who have a mouse; swipe and keyboard work without. */
export function ScrollArrows({ track, cards }: ScrollArrowsProps) {
  const [ends, setEnds] = useState({ start: true, end: true });
  useEffect(() => {
    const element = track.current;
    if (!element || cards === 0) return;
    const look = () => {
      const { scrollLeft, clientWidth, scrollWidth } = element;
      const start = scrollLeft < 4;
      const end = scrollLeft + clientWidth > scrollWidth - 4;
      setEnds((old) => (old.start === start && old.end === end ? old : { start, end }));
    };
    element.addEventListener("scroll", look, { passive: true });
    // Looks at once, too, but when the browser has measured the page anyhow.
    const sizes = new ResizeObserver(look);
    sizes.observe(element);
    return () => {
      element.removeEventListener("scroll", look);
      sizes.disconnect();
    };
  }, [track, cards]);

  const turn = (direction: 1 | -1) => {
    const element = track.current;
    element?.scrollBy({ left: direction * element.clientWidth * 0.8 });
  };
  if (ends.start && ends.end) return null;
  return (
    <div className="needs-script -mr-3 hidden md:flex">
      <IconButton label={t("Back")} disabled={ends.start} onClick={() => turn(-1)}>
        <ArrowLeft size={20} aria-hidden="true" />
      </IconButton>
      <IconButton label={t("Further")} disabled={ends.end} onClick={() => turn(1)}>
        <ArrowRight size={20} aria-hidden="true" />
      </IconButton>
    </div>
  );
}
