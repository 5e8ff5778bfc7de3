import type { ReactNode } from "react";

/** Something that the page has to say, in a calm voice. */
export function Notice({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="rounded-picture bg-shade px-6 py-5">
      <p className="font-medium">{title}</p>
      {children && <div className="measure mt-1 text-ink-soft">{children}</div>}
    </div>
  );
}
