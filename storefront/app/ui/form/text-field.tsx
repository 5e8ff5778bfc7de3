import type { ComponentProps } from "react";
import { controlLook, describedBy, FieldFrame, type FieldWords } from "./field-frame.tsx";
import { useFormField } from "./form-problem.ts";

type TextFieldProps = FieldWords & Omit<ComponentProps<"input">, "name" | "id">;

/** One line of text: also `type="email"`, `"tel"`, `"number"`, `"date"`. Give `autoComplete`. */
export function TextField(props: TextFieldProps) {
  const { name, label, hint, error: own, className, required = true, ...rest } = props;
  const { id, error } = useFormField(name, own);
  return (
    <FieldFrame {...{ id, label, hint, error, className }} optional={!required}>
      <input
        name={name}
        required={required}
        className={`${controlLook} h-11 rounded-full px-5`}
        {...describedBy(id, { hint, error })}
        {...rest}
      />
    </FieldFrame>
  );
}
