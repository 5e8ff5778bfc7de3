import Star from "lucide-react/icons/star";
import { msg, t } from "../../language/text.ts";
import { FieldError } from "./field-frame.tsx";
import { useFormField } from "./form-problem.ts";

const words = [msg("Poor"), msg("So-so"), msg("Fine"), msg("Good"), msg("Excellent")] as const;

interface RatingFieldProps {
  name: string;
  label: string;
  defaultValue?: number | undefined;
}

/** One to five stars, each with its word; without scripts a choice like any other. */
export function RatingField({ name, label, defaultValue }: RatingFieldProps) {
  const { id, error } = useFormField(name);
  return (
    <fieldset id={id} className="min-w-0">
      <legend className="text-14 font-medium">{label}</legend>
      <div className="mt-2 flex flex-wrap gap-2">
        {words.map((word, place) => (
          <label
            key={t(word)}
            className="inline-flex min-h-11 cursor-pointer items-center gap-1.5 rounded-full bg-control px-4 text-14 transition-colors duration-(--quick) hover:bg-control-hover has-checked:bg-ink has-checked:text-paper has-focus-visible:outline-2 has-focus-visible:outline-offset-3 has-focus-visible:outline-ink"
          >
            <input
              type="radio"
              name={name}
              value={place + 1}
              required
              defaultChecked={defaultValue === place + 1}
              className="sr-only"
            />
            <span className="figures">{place + 1}</span>
            <Star size={14} fill="currentColor" aria-hidden="true" />
            {t(word)}
          </label>
        ))}
      </div>
      <FieldError id={id} error={error} />
    </fieldset>
  );
}
