/** The quiet shape of cards that are on their way; takes exactly their room. */
export function CardSkeletons({ count }: { count: number }) {
  return Array.from({ length: count }, (_, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have nothing else
    <li key={place} aria-hidden="true">
      <div className="aspect-square rounded-picture bg-shade" />
      <div className="mt-3 h-[3lh] text-14" />
    </li>
  ));
}
