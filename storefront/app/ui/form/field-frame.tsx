import CircleAlert from "lucide-react/icons/circle-alert";
import type { ReactNode } from "react";
import { t } from "../../language/text.ts";

/** What every field may say about itself. */
export interface FieldWords {
  /** Also the path under which the API names what is wrong with it. */
  name: string;
  label: string;
  /** A line of help under the label. */
  hint?: ReactNode;
  /** What is wrong; absent: what the form's problem says of this name. */
  error?: string | undefined;
}

export const controlLook =
  "w-full border border-transparent bg-control text-16 text-ink placeholder:text-ink-faint aria-invalid:border-error disabled:text-ink-faint";

interface FrameProps extends Omit<FieldWords, "name"> {
  id: string;
  /** Says so beside the label: most fields are required. */
  optional?: boolean | undefined;
  className?: string | undefined;
  children: ReactNode;
}

/** Label above, then help, the control, and what is wrong with it. */
export function FieldFrame(props: FrameProps) {
  const { id, label, hint, error, optional, className = "", children } = props;
  return (
    <div className={className}>
      <label htmlFor={id} className="block text-14 font-medium">
        {label}
        {optional && <span className="font-normal text-ink-faint"> {t("(optional)")}</span>}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="mt-1 text-14 text-ink-soft">
          {hint}
        </p>
      )}
      <div className="mt-2">{children}</div>
      <FieldError id={id} error={error} />
    </div>
  );
}

/** What is wrong with a field, tied to it by `describedBy`. */
export function FieldError({ id, error }: { id: string; error: string | undefined }) {
  if (error === undefined) return null;
  return (
    <p id={`${id}-error`} className="mt-2 flex items-start gap-2 text-14 text-error">
      <CircleAlert size={16} className="mt-0.5 shrink-0" aria-hidden="true" />
      {error}
    </p>
  );
}

/** The attributes that tie a control to its help and its error. */
export function describedBy(id: string, words: { hint?: ReactNode; error?: string | undefined }) {
  const ids = [words.hint ? `${id}-hint` : "", words.error === undefined ? "" : `${id}-error`];
  const described = ids.filter((part) => part !== "").join(" ");
  return {
    id,
    ...(described === "" ? {} : { "aria-describedby": described }),
    ...(words.error === undefined ? {} : { "aria-invalid": true }),
  } as const;
}
