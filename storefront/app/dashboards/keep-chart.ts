import type uPlot from "uplot";
import { onThemeChange } from "../ui/theme.ts";

/** Keeps a chart as wide as its place, and in the colours of light or dark; ends with what is answered. */
export function keepChart(
  chart: uPlot,
  { element, height }: { element: HTMLElement; height: number },
) {
  const resize = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height }));
  resize.observe(element);
  const stopFollowing = onThemeChange(() => chart.redraw(false));
  return () => {
    stopFollowing();
    resize.disconnect();
    chart.destroy();
  };
}
