import type { Account } from "@slipstream/contracts/account-api";
import { t } from "../language/text.ts";
import { PasswordField } from "../ui/form/password-field.tsx";
import { PostForm } from "../ui/form/post-form.tsx";
import { SubmitButton } from "../ui/form/submit-button.tsx";
import { TextField } from "../ui/form/text-field.tsx";
import { Done, Section } from "./section.tsx";
import { problemAt, type SecurityOutcome } from "./security-outcome.ts";

interface EmailSectionProps {
  outcome: SecurityOutcome | undefined;
  account: Pick<Account, "email" | "emailVerified">;
}

/** The address that one signs in with; another one holds once it is proven. */
export function EmailSection({ outcome, account }: EmailSectionProps) {
  const { email, emailVerified } = account;
  const isSent = (intent: string) => outcome?.intent === intent && !outcome.problem;
  return (
    <Section
      title={t("Email")}
      lead={
        emailVerified
          ? t("You sign in with {email}.", { email })
          : t("You sign in with {email}, which you have not confirmed yet.", { email })
      }
    >
      {(isSent("email") || isSent("letter")) && (
        <Done>{t("A letter is on its way. Please follow its link within three days.")}</Done>
      )}
      {!emailVerified && (
        <PostForm problem={problemAt(outcome, "letter")} intent="letter" className="mb-10">
          <SubmitButton intent="letter">{t("Send the letter again")}</SubmitButton>
        </PostForm>
      )}
      <PostForm problem={problemAt(outcome, "email")} intent="email">
        <TextField name="email" label={t("New address")} type="email" autoComplete="email" />
        <PasswordField name="password" label={t("Password")} autoComplete="current-password" />
        <SubmitButton intent="email">{t("Change the address")}</SubmitButton>
      </PostForm>
    </Section>
  );
}
