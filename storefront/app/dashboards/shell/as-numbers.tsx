import { type ReactNode, useState } from "react";

interface AsNumbersProps {
  /** What opens it. */
  title: string;
  children: () => ReactNode;
}

/** What a chart draws, as a table that is made once somebody wants to see it. */
export function AsNumbers({ title, children }: AsNumbersProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className="cursor-pointer py-2 text-14 text-ink-soft hover:text-ink">
        {title}
      </summary>
      {isOpen && <div className="mt-2 max-h-[32rem] overflow-auto text-12">{children()}</div>}
    </details>
  );
}
