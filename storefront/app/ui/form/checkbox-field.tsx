import type { ComponentProps } from "react";
import { describedBy, FieldError, type FieldWords } from "./field-frame.tsx";
import { useFormField } from "./form-problem.ts";

type CheckboxFieldProps = FieldWords & Omit<ComponentProps<"input">, "name" | "id" | "type">;

/** Yes or no; it is sent as `on`, or not at all. */
export function CheckboxField(props: CheckboxFieldProps) {
  const { name, label, hint, error: own, className = "", ...rest } = props;
  const { id, error } = useFormField(name, own);
  return (
    <div className={className}>
      <label htmlFor={id} className="flex min-h-11 cursor-pointer items-center gap-3 text-14">
        <input
          type="checkbox"
          name={name}
          className="size-5 shrink-0 accent-ink"
          {...describedBy(id, { hint, error })}
          {...rest}
        />
        {label}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="pl-8 text-14 text-ink-soft">
          {hint}
        </p>
      )}
      <FieldError id={id} error={error} />
    </div>
  );
}
