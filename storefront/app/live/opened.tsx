import type { MouseEvent, ReactNode } from "react";

interface OpenedHereProps {
  /** Takes the product of this slug, or leaves the link to do what links do. */
  onOpen: (slug: string) => boolean;
  children: ReactNode;
}

/** Within it, links to products open them in place: this page goes on showing what that does. */
export function OpenedHere({ onOpen, children }: OpenedHereProps) {
  const onClick = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const link = (event.target as Element).closest("a[href^='/p/']:not([data-leads-there])");
    const slug = link?.getAttribute("href")?.slice("/p/".length);
    if (slug !== undefined && onOpen(slug)) event.preventDefault();
  };
  return <div onClickCapture={onClick}>{children}</div>;
}
