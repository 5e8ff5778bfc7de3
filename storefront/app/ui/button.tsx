import type { ComponentProps } from "react";

const looks = {
  /** The one thing to do. */
  strong: "bg-ink text-paper hover:bg-ink-soft",
  /** One of several. */
  plain: "bg-control text-ink hover:bg-control-hover",
} as const;

interface ButtonProps extends ComponentProps<"button"> {
  look?: keyof typeof looks;
}

export function Button({ look = "plain", className = "", type = "button", ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      className={`inline-flex min-h-11 items-center justify-center gap-2 rounded-full px-6 text-14 font-medium transition-colors duration-(--quick) disabled:opacity-50 ${looks[look]} ${className}`}
      {...rest}
    />
  );
}

interface IconButtonProps extends ComponentProps<"button"> {
  /** What it does, for those who do not see the icon. */
  label: string;
}

export function IconButton({ label, className = "", type = "button", ...rest }: IconButtonProps) {
  return (
    <button
      type={type}
      aria-label={label}
      title={label}
      className={`inline-flex size-11 items-center justify-center rounded-full text-ink transition-colors duration-(--quick) hover:bg-control disabled:text-ink-faint disabled:hover:bg-transparent ${className}`}
      {...rest}
    />
  );
}
