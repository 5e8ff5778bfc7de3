import type { OrderLine } from "@slipstream/contracts/order-api";
import { t } from "../language/text.ts";
import type { FormProblem } from "../ui/form/form-problem.ts";
import { PostForm } from "../ui/form/post-form.tsx";
import { SelectField } from "../ui/form/select-field.tsx";
import { SubmitButton } from "../ui/form/submit-button.tsx";
import { TextAreaField } from "../ui/form/text-area-field.tsx";

interface ReturnFormProps {
  lines: readonly OrderLine[];
  problem: FormProblem | undefined;
}

/** Asks to send something back: how many of each, and why. */
export function ReturnForm({ lines, problem }: ReturnFormProps) {
  return (
    <section>
      <details open={problem !== undefined}>
        <summary className="inline-flex min-h-11 items-center rounded-full bg-control px-6 text-14 font-medium hover:bg-control-hover">
          {t("Send something back")}
        </summary>
        <PostForm problem={problem} intent="return" className="mt-6 max-w-[30rem]">
          {lines
            .filter(({ returnable }) => returnable > 0)
            .map(({ position, title, returnable }) => (
              <SelectField
                key={position}
                name={`units.${position}`}
                label={title}
                options={Array.from({ length: returnable + 1 }, (_, count) => ({
                  value: String(count),
                  text: count === 0 ? t("Keep it") : t("Send {count} back", { count }),
                }))}
              />
            ))}
          <TextAreaField name="reason" label={t("Why")} rows={3} maxLength={500} />
          <SubmitButton intent="return">{t("Ask for the return")}</SubmitButton>
        </PostForm>
      </details>
    </section>
  );
}
