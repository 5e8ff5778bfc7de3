import { t } from "../language/text.ts";
import { PasswordField } from "../ui/form/password-field.tsx";
import { PostForm } from "../ui/form/post-form.tsx";
import { SubmitButton } from "../ui/form/submit-button.tsx";
import { TextField } from "../ui/form/text-field.tsx";
import { Done, Section } from "./section.tsx";
import { problemAt, type SecurityOutcome } from "./security-outcome.ts";

interface SecondStepSectionProps {
  outcome: SecurityOutcome | undefined;
  isOn: boolean;
  codesLeft: number;
}

/** Turning the second step of signing in on and off. */
export function SecondStepSection({ outcome, isOn, codesLeft }: SecondStepSectionProps) {
  return (
    <Section
      title={t("Second step")}
      lead={
        isOn
          ? t("Signing in takes a code of your app besides the password.")
          : t("With an app of one-time codes, a stolen password alone opens nothing.")
      }
    >
      {outcome?.intent === "disable" && !outcome.problem && (
        <Done>{t("The second step is off.")}</Done>
      )}
      {outcome?.codes && <RecoveryCodes codes={outcome.codes} />}
      {isOn ? <TurnOff outcome={outcome} codesLeft={codesLeft} /> : <TurnOn outcome={outcome} />}
    </Section>
  );
}

function TurnOn({ outcome }: { outcome: SecurityOutcome | undefined }) {
  if (outcome?.enrolment) return <Confirm outcome={outcome} enrolment={outcome.enrolment} />;
  return (
    <PostForm problem={problemAt(outcome, "enrol")} intent="enrol">
      <PasswordField name="password" label={t("Your password")} autoComplete="current-password" />
      <SubmitButton intent="enrol">{t("Turn it on")}</SubmitButton>
    </PostForm>
  );
}

interface ConfirmProps {
  outcome: SecurityOutcome;
  enrolment: { secret: string; qr: string };
}

function Confirm({ outcome, enrolment }: ConfirmProps) {
  const { secret, qr } = enrolment;
  return (
    <PostForm problem={problemAt(outcome, "confirm")} intent="confirm">
      <p>
        {t(
          "Scan this with your app, or type the letters into it. Then enter the code that it shows.",
        )}
      </p>
      <img
        src={`data:image/svg+xml,${encodeURIComponent(qr)}`}
        alt={t("The secret for your app, as a QR code")}
        width={208}
        height={208}
        className="rounded-picture"
      />
      <p className="font-mono text-14 break-all select-all">{secret.match(/.{1,4}/g)?.join(" ")}</p>
      <input type="hidden" name="secret" value={secret} />
      <input type="hidden" name="qr" value={qr} />
      <TextField name="code" label={t("Code")} autoComplete="one-time-code" inputMode="numeric" />
      <SubmitButton intent="confirm">{t("Turn it on")}</SubmitButton>
    </PostForm>
  );
}

function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  return (
    <div role="status" className="mb-8 rounded-picture bg-shade px-5 py-4">
      <p className="font-medium">{t("Your recovery codes")}</p>
      <p className="mt-1 text-14 text-ink-soft">
        {t(
          "Each lets you in once without the app. Keep them where you find them: they are shown this once.",
        )}
      </p>
      <ul className="mt-4 grid gap-x-6 gap-y-1 font-mono text-14 sm:grid-cols-2">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
    </div>
  );
}

interface TurnOffProps {
  outcome: SecurityOutcome | undefined;
  codesLeft: number;
}

function TurnOff({ outcome, codesLeft }: TurnOffProps) {
  return (
    <div className="space-y-10">
      <PostForm problem={problemAt(outcome, "codes")} intent="codes">
        <p className="text-14 text-ink-soft">
          {t("{count} recovery code is left.|{count} recovery codes are left.", {
            count: codesLeft,
          })}
        </p>
        <PasswordField name="password" label={t("Your password")} autoComplete="current-password" />
        <SubmitButton intent="codes" look="plain">
          {t("Make new recovery codes")}
        </SubmitButton>
      </PostForm>
      <PostForm problem={problemAt(outcome, "disable")} intent="disable">
        <PasswordField name="password" label={t("Your password")} autoComplete="current-password" />
        <SubmitButton intent="disable" look="plain">
          {t("Turn the second step off")}
        </SubmitButton>
      </PostForm>
    </div>
  );
}
