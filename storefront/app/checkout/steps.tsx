const names = ["Address", "Delivery", "Payment"];

/** Where one is on the way: counted from 0. Payment is a page of its own. */
export function Steps({ at }: { at: number }) {
  return (
    <ol className="flex gap-x-6 text-14">
      {names.map((name, place) => (
        <li
          key={name}
          aria-current={place === at ? "step" : undefined}
          className={place === at ? "font-medium" : "text-ink-soft"}
        >
          {place + 1}. {name}
        </li>
      ))}
    </ol>
  );
}
