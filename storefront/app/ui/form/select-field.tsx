import type { ComponentProps } from "react";
import { controlLook, describedBy, FieldFrame, type FieldWords } from "./field-frame.tsx";
import { useFormField } from "./form-problem.ts";

type SelectFieldProps = FieldWords &
  Omit<ComponentProps<"select">, "name" | "id" | "children"> & {
    options: readonly { value: string; text: string }[];
    /** Shown while nothing is chosen. */
    placeholder?: string;
  };

/** One of several, with the browser's own list. */
export function SelectField(props: SelectFieldProps) {
  const { name, label, hint, error: own, className, options, placeholder, ...more } = props;
  const { required = true, ...rest } = more;
  const { id, error } = useFormField(name, own);
  return (
    <FieldFrame {...{ id, label, hint, error, className }} optional={!required}>
      <select
        name={name}
        required={required}
        className={`${controlLook} h-11 rounded-full pr-10 pl-5`}
        {...describedBy(id, { hint, error })}
        {...rest}
      >
        {placeholder !== undefined && <option value="">{placeholder}</option>}
        {options.map(({ value, text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}
