import { useContext, useEffect, useRef, useState } from "react";
import { t } from "../../language/text.ts";
import { FormContext, fieldId } from "./form-problem.ts";

/**
 * What went wrong with the form, in one place: takes the focus when it appears, and leads to each
 * field. `PostForm` shows it by itself.
 */
export function FormErrors() {
  const { id, problem } = useContext(FormContext);
  const box = useRef<HTMLDivElement>(null);
  const [names, setNames] = useState<Readonly<Record<string, string>>>({});
  useEffect(() => {
    if (!problem) return;
    setNames(namesOf(problem.issues.map(({ path }) => [path, fieldId(id, path)])));
    box.current?.focus();
  }, [problem, id]);
  if (!problem) return null;
  return (
    <div
      ref={box}
      role="alert"
      tabIndex={-1}
      className="rounded-picture border border-error px-5 py-4 text-14"
    >
      <p className="font-medium text-error">
        {problem.issues.length > 0 ? t("Please look at this again") : problem.detail}
      </p>
      {problem.retryAfterSeconds !== undefined && (
        <p className="mt-1 text-ink-soft">{waitText(problem.retryAfterSeconds)}</p>
      )}
      {problem.issues.length > 0 && (
        <ul className="mt-1 space-y-1">
          {problem.issues.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              <a href={`#${fieldId(id, path)}`} className="underline underline-offset-4">
                {names[path] ? `${names[path]}: ${message}` : message}
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** What the fields with these ids are called on the page: the first words of their labels. */
function namesOf(fields: readonly (readonly [path: string, id: string])[]) {
  return Object.fromEntries(
    fields.map(([path, id]) => {
      const label = document.querySelector(`label[for="${CSS.escape(id)}"]`);
      return [path, label?.firstChild?.textContent ?? ""];
    }),
  );
}

function waitText(seconds: number): string {
  return seconds <= 90
    ? t("Try again in {count} second.|Try again in {count} seconds.", { count: seconds })
    : t("Try again in {count} minutes.", { count: Math.ceil(seconds / 60) });
}
