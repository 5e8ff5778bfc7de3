import type { PointerEvent, WheelEvent } from "react";
import { useEffect, useRef, useState } from "react";
import { CLOSE_UP, panned, whole, zoomed } from "./zoom-view.ts";

/** A pointer that moved less than this clicked. */
const CLICK_PX = 6;
const WHEEL_STEP = 1.2;

interface Held {
  x: number;
  y: number;
}

/** A view of a picture under pointers; it begins anew with each picture. */
export function useZoom(picture: number) {
  const [view, setView] = useState(whole);
  const held = useRef(new Map<number, Held>());
  const moved = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another picture is seen whole
  useEffect(() => setView(whole), [picture]);

  const zoom = (factor: number, point: Held) => setView((now) => zoomed(now, factor, point));
  const pan = (by: Held) => setView((now) => panned(now, by));

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    if (held.current.size === 0) moved.current = 0;
    held.current.set(event.pointerId, at(event));
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const before = held.current.get(event.pointerId);
    if (!before) return;
    const now = at(event);
    const others = [...held.current].filter(([id]) => id !== event.pointerId);
    held.current.set(event.pointerId, now);
    moved.current += Math.hypot(event.movementX, event.movementY);
    const other = others[0]?.[1];
    if (!other) return pan({ x: now.x - before.x, y: now.y - before.y });
    const apart = (point: Held) => Math.hypot(point.x - other.x, point.y - other.y);
    const centre = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
    if (apart(before) > 0) zoom(apart(now) / apart(before), centre);
  };
  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    const wasAlone = held.current.size === 1;
    if (!held.current.delete(event.pointerId) || !wasAlone || moved.current > CLICK_PX) return;
    const point = at(event);
    setView((now) => (now.scale > 1 ? whole : zoomed(now, CLOSE_UP, point)));
  };
  const onPointerCancel = ({ pointerId }: PointerEvent) => void held.current.delete(pointerId);
  const onWheel = (event: WheelEvent<HTMLElement>) =>
    zoom(event.deltaY < 0 ? WHEEL_STEP : 1 / WHEEL_STEP, at(event));

  const pointer = { onPointerDown, onPointerMove, onPointerUp, onPointerCancel, onWheel };
  return { view, zoom, pan, pointer };
}

/** Where in the frame: 0, 0 is its middle, ±0.5 its edges. */
function at(event: PointerEvent<HTMLElement> | WheelEvent<HTMLElement>): Held {
  const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
  return { x: (event.clientX - left) / width - 0.5, y: (event.clientY - top) / height - 0.5 };
}
