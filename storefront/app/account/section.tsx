import type { ReactNode } from "react";

interface SectionProps {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
}

/** One matter of an account's page: its forms are no wider than they are read well. */
export function Section({ title, lead, children }: SectionProps) {
  return (
    <section>
      <h2 className="text-28">{title}</h2>
      {lead && <p className="measure mt-2 text-ink-soft">{lead}</p>}
      <div className="mt-6 max-w-[26rem]">{children}</div>
    </section>
  );
}

/** Said once, when something was done. */
export function Done({ children }: { children: ReactNode }) {
  return (
    <p role="status" className="mb-6 rounded-picture bg-shade px-5 py-4 text-14">
      {children}
    </p>
  );
}
