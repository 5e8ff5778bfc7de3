const WIDTH = 120;
const HEIGHT = 28;

/** The path of a sparkline, 120 × 28, zero at the bottom; gaps where a value is not a number. */
export function sparklinePath(values: readonly number[]): string {
  const top = Math.max(1e-9, ...values.filter(Number.isFinite));
  const step = WIDTH / Math.max(1, values.length - 1);
  let path = "";
  let drawing = false;
  values.forEach((value, place) => {
    if (!Number.isFinite(value)) {
      drawing = false;
      return;
    }
    const y = HEIGHT - 1 - (value / top) * (HEIGHT - 2);
    path += `${drawing ? "L" : "M"}${(place * step).toFixed(1)} ${y.toFixed(1)}`;
    drawing = true;
  });
  return path;
}

export function Sparkline({ values }: { values: readonly number[] }) {
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="h-7 w-full"
    >
      <path
        d={sparklinePath(values)}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
