import { t } from "../language/text.ts";
import type { FormProblem } from "../ui/form/form-problem.ts";
import { PostForm } from "../ui/form/post-form.tsx";
import { SubmitButton } from "../ui/form/submit-button.tsx";

/** Has what was looked at forgotten, and what was learnt from it. */
export function ForgetHistory({ problem }: { problem: FormProblem | undefined }) {
  return (
    <PostForm intent="forget" problem={problem} className="max-w-[34rem]">
      <p className="text-ink-soft">
        {t(
          "What you looked at, clicked and hid is taken out of our log, and what was learnt from it with it. Your account and your orders stay.",
        )}
      </p>
      <SubmitButton intent="forget" look="plain">
        {t("Forget my history")}
      </SubmitButton>
    </PostForm>
  );
}
