import { Link, type LinkProps } from "react-router";
import { hrefOf } from "../language/current.ts";

/**
 * React Router's link. The server, where nobody clicks, writes one to a page of the shop as the
 * element that it becomes: working out where it leads by routes and location was an eighth of the
 * time that a page's rendering took.
 */
export const ShopLink = import.meta.env.SSR ? WrittenLink : Link;

function WrittenLink(props: LinkProps) {
  if (typeof props.to !== "string" || !props.to.startsWith("/")) return <Link {...props} />;
  const {
    to,
    defaultShouldRevalidate,
    discover,
    mask,
    onClick,
    prefetch,
    preventScrollReset,
    relative,
    reloadDocument,
    replace,
    state,
    viewTransition,
    ...element
  } = props;
  return <a {...element} href={hrefOf(to)} data-discover="true" />;
}
