/** How a picture is looked at: how much larger, and how far its middle is from the frame's, in frames. */
export interface ZoomView {
  scale: number;
  x: number;
  y: number;
}

/** A place in the frame: 0, 0 is its middle, ±0.5 its edges. */
interface FramePoint {
  x: number;
  y: number;
}

export const whole: ZoomView = { scale: 1, x: 0, y: 0 };
const MAX_SCALE = 5;
/** What a click or a double tap enlarges to. */
export const CLOSE_UP = 2.5;

/** The same picture `factor` times as large; what is at `point` stays there. */
export function zoomed(view: ZoomView, factor: number, point: FramePoint): ZoomView {
  const scale = Math.max(1, Math.min(MAX_SCALE, view.scale * factor));
  const ratio = scale / view.scale;
  const about = (from: number, to: number) => to - (to - from) * ratio;
  return held({ scale, x: about(view.x, point.x), y: about(view.y, point.y) });
}

/** Moved by so many frames. */
export function panned(view: ZoomView, by: FramePoint): ZoomView {
  return held({ ...view, x: view.x + by.x, y: view.y + by.y });
}

/** No edge of the picture comes into the frame. */
function held({ scale, x, y }: ZoomView): ZoomView {
  const most = (scale - 1) / 2;
  const within = (value: number) => Math.max(-most, Math.min(most, value)) + 0;
  return { scale, x: within(x), y: within(y) };
}
