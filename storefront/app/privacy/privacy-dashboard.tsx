import type { Known } from "@slipstream/contracts/privacy-api";
import { msg, t } from "../language/text.ts";
import { ConsentButtons } from "../ui/consent-buttons.tsx";
import type { FormProblem } from "../ui/form/form-problem.ts";
import { PasswordField } from "../ui/form/password-field.tsx";
import { PostForm } from "../ui/form/post-form.tsx";
import { SubmitButton } from "../ui/form/submit-button.tsx";
import { ForgetHistory } from "./forget-history.tsx";
import { KnownView } from "./known-view.tsx";

interface PrivacyDashboardProps {
  known: Known;
  /** What went wrong, with which form. */
  outcome: { intent: string; problem: FormProblem } | undefined;
}

const choices = {
  granted: msg("You agreed: the shelves follow what you look at."),
  denied: msg("You said no: nothing about you is stored."),
  unknown: msg("You have not chosen: nothing about you is stored."),
} as const;

/** All that is known of a person, and all that they can do about it. */
export function PrivacyDashboard({ known, outcome }: PrivacyDashboardProps) {
  const problemWith = (intent: string) =>
    outcome?.intent === intent ? outcome.problem : undefined;
  return (
    <div className="space-y-16">
      <KnownView known={known} />
      <Part title={t("Your choice")}>
        <p className="text-ink-soft">{t(choices[known.consent])}</p>
        <div className="needs-script mt-4">
          <ConsentButtons />
        </div>
      </Part>
      <Part title={t("Take it with you")}>
        <p className="text-ink-soft">
          {t(
            "Everything that we hold of you in one file: profile, addresses, orders, reviews, lists, letters, and every event in our log.",
          )}
        </p>
        <p className="mt-4">
          <a
            href="/api/privacy/export"
            download
            className="underline decoration-line decoration-2 underline-offset-4 hover:decoration-ink"
          >
            {t("Download it as JSON")}
          </a>
        </p>
      </Part>
      {known.member && (
        <Part title={t("Forget what I looked at")}>
          <ForgetHistory problem={problemWith("forget")} />
        </Part>
      )}
      <Part title={known.member ? t("Delete my account") : t("Forget me")}>
        <Erase member={known.member} problem={problemWith("erase")} />
      </Part>
    </div>
  );
}

function Erase({ member, problem }: Pick<Known, "member"> & { problem: FormProblem | undefined }) {
  return (
    <PostForm intent="erase" problem={problem}>
      <p className="text-ink-soft">
        {member
          ? t(
              "Account, addresses, lists, reviews and letters are deleted at once, and within minutes everything behind the shop that knows you: the log, the fast stores, what was learnt. Orders stay in our books without your name, as the law wants. This cannot be undone.",
            )
          : t(
              "The number by which we knew your browser, your cart, and all that was learnt from what you looked at. This cannot be undone.",
            )}
      </p>
      {member && (
        <>
          <input type="hidden" name="username" autoComplete="username" value={member.email} />
          <PasswordField
            name="password"
            label={t("Your password, once more")}
            autoComplete="current-password"
          />
        </>
      )}
      <SubmitButton intent="erase">{member ? t("Delete my account") : t("Forget me")}</SubmitButton>
    </PostForm>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className="max-w-[34rem]">
      <h2 className="text-28">{title}</h2>
      <div className="mt-4">{children}</div>
    </section>
  );
}
