import type { LinkProps } from "react-router";
import { Link } from "react-router";

const looks = {
  strong: "bg-ink text-paper hover:bg-ink-soft",
  plain: "bg-control text-ink hover:bg-control-hover",
} as const;

/** A link that looks like a button: the thing to do on a page, or one of several. */
export function ActionLink({
  look = "plain",
  className = "",
  ...rest
}: LinkProps & { look?: keyof typeof looks }) {
  return (
    <Link
      className={`inline-flex min-h-11 items-center justify-center gap-2 rounded-full px-5 text-14 font-medium whitespace-nowrap transition-colors duration-(--quick) md:min-h-9 ${looks[look]} ${className}`}
      {...rest}
    />
  );
}
