import type { ComponentProps } from "react";
import { controlLook, describedBy, FieldFrame, type FieldWords } from "./field-frame.tsx";
import { useFormField } from "./form-problem.ts";

type TextAreaFieldProps = FieldWords & Omit<ComponentProps<"textarea">, "name" | "id">;

/** Several lines of text. */
export function TextAreaField(props: TextAreaFieldProps) {
  const { name, label, hint, error: own, className, required = true, rows = 4, ...rest } = props;
  const { id, error } = useFormField(name, own);
  return (
    <FieldFrame {...{ id, label, hint, error, className }} optional={!required}>
      <textarea
        name={name}
        required={required}
        rows={rows}
        className={`${controlLook} rounded-picture px-5 py-3`}
        {...describedBy(id, { hint, error })}
        {...rest}
      />
    </FieldFrame>
  );
}
