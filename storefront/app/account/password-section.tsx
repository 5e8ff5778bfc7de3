import { MIN_PASSWORD_LENGTH } from "@slipstream/contracts/password-rules";
import { t } from "../language/text.ts";
import { PasswordField } from "../ui/form/password-field.tsx";
import { PostForm } from "../ui/form/post-form.tsx";
import { SubmitButton } from "../ui/form/submit-button.tsx";
import { Done, Section } from "./section.tsx";
import { problemAt, type SecurityOutcome } from "./security-outcome.ts";

interface PasswordSectionProps {
  outcome: SecurityOutcome | undefined;
  email: string;
}

export function PasswordSection({ outcome, email }: PasswordSectionProps) {
  const isDone = outcome?.intent === "password" && !outcome.problem;
  return (
    <Section
      title={t("Password")}
      lead={t("All your other browsers are signed out when you change it.")}
    >
      {isDone && <Done>{t("Your new password is set.")}</Done>}
      <PostForm problem={problemAt(outcome, "password")} intent="password">
        {/* For password managers: whose password it is. */}
        <input type="hidden" name="username" autoComplete="username" value={email} />
        <PasswordField
          name="current"
          label={t("Present password")}
          autoComplete="current-password"
        />
        <PasswordField
          name="password"
          label={t("New password")}
          hint={t("At least {count} characters.", { count: MIN_PASSWORD_LENGTH })}
          autoComplete="new-password"
          minLength={MIN_PASSWORD_LENGTH}
        />
        <SubmitButton intent="password">{t("Change the password")}</SubmitButton>
      </PostForm>
    </Section>
  );
}
