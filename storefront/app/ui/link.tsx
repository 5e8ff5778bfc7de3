import type { LinkProps } from "react-router";
import { ShopLink } from "./shop-link.tsx";
import { useReload } from "./use-reload.ts";

/** A link within text: underlined, so that nobody needs colour to find it. */
export function TextLink({ className = "", ...rest }: LinkProps) {
  return (
    <ShopLink
      reloadDocument={useReload(rest.to)}
      className={`underline decoration-line decoration-2 underline-offset-4 transition-colors duration-(--quick) hover:decoration-ink ${className}`}
      {...rest}
    />
  );
}

/** A pill that leads somewhere: a category, a filter, a next step. */
export function ChipLink({ className = "", ...rest }: LinkProps) {
  return (
    <ShopLink
      reloadDocument={useReload(rest.to)}
      className={`inline-flex min-h-11 items-center rounded-full bg-control px-4 text-14 whitespace-nowrap transition-colors duration-(--quick) hover:bg-control-hover aria-[current]:bg-ink aria-[current]:text-paper ${className}`}
      {...rest}
    />
  );
}
