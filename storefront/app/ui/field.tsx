import type { ComponentProps } from "react";

interface FieldProps extends ComponentProps<"input"> {
  label: string;
}

/** A text field in a pill with room for an icon at its end; its label is for screen readers. */
export function Field({ label, ...rest }: FieldProps) {
  return (
    <label className="block">
      <span className="sr-only">{label}</span>
      <input
        className="h-11 w-full rounded-full bg-control pr-12 pl-5 text-16 text-ink placeholder:text-ink-faint"
        {...rest}
      />
    </label>
  );
}
