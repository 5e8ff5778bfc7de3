/** A long, low wave, as wide as its place; `pathLength` makes 100 the whole way. */
const WAVE = "M0 12 C 120 2, 240 2, 360 10 S 600 22, 760 12 S 1040 4, 1200 12";

/** The line that marks what the stream moves. `flowing` runs one pulse along it. */
export function FlowingLine({ flowing }: { flowing: boolean }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 1200 24"
      preserveAspectRatio="none"
      className="flowing-line block h-6 w-full overflow-visible"
      data-flowing={flowing || undefined}
    >
      <path d={WAVE} />
      <path d={WAVE} pathLength={100} className="pulse" />
    </svg>
  );
}
