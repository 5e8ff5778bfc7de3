import type { ReactNode } from "react";

interface DoorProps {
  title: string;
  /** One sentence under it. */
  lead?: ReactNode;
  children: ReactNode;
  /** Other ways in. */
  aside?: ReactNode;
}

/** A page with one form: signing in, signing up, a new password. */
export function Door({ title, lead, children, aside }: DoorProps) {
  return (
    <div className="page pt-10 md:pt-16">
      <div className="mx-auto max-w-[26rem]">
        <h1 className="text-40">{title}</h1>
        {lead && <div className="mt-4 text-ink-soft">{lead}</div>}
        <div className="mt-8">{children}</div>
        {aside && <div className="mt-8 space-y-3 text-14 text-ink-soft">{aside}</div>}
      </div>
    </div>
  );
}

/** The meta tags of such a page: nothing for search engines. */
export function doorMeta(title: string, shopName: string) {
  return [{ title: `${title} · ${shopName}` }, { name: "robots", content: "noindex" }];
}
