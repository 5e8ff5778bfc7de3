import ChevronDown from "lucide-react/icons/chevron-down";
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
      <div className="relative">
        <select
          name={name}
          required={required}
          className={`${controlLook} h-11 appearance-none rounded-full pr-12 pl-5`}
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
        <ChevronDown
          size={18}
          className="pointer-events-none absolute top-3 right-4 text-ink-soft"
          aria-hidden="true"
        />
      </div>
    </FieldFrame>
  );
}
