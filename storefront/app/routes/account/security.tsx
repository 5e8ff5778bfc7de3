import { EmailSection } from "../../account/email-section.tsx";
import { PasswordSection } from "../../account/password-section.tsx";
import { SecondStepSection } from "../../account/second-step-section.tsx";
import type { SecurityOutcome } from "../../account/security-outcome.ts";
import { SessionList } from "../../account/session-list.tsx";
import { t } from "../../language/text.ts";
import { answerOf, problemOf } from "../../server/answer.server.ts";
import { formTexts } from "../../server/form-text.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import type { Route } from "./+types/security";

export async function loader({ context, request }: Route.LoaderArgs) {
  const { account } = storefrontOf(context).client.api;
  const [mine, { sessions }] = await Promise.all([
    answerOf(account.$get(), request),
    answerOf(account.sessions.$get(), request),
  ]);
  return { account: mine, sessions };
}

export async function action({ context, request }: Route.ActionArgs): Promise<SecurityOutcome> {
  const { auth, account } = storefrontOf(context).client.api;
  const form = await request.formData();
  const names = ["intent", "email", "current", "password", "code", "id", "secret", "qr"] as const;
  const { intent, email, current, password, code, id, secret, qr } = formTexts(form, ...names);
  switch (intent) {
    case "email": {
      const response = await account.email.$post({ json: { email, password } });
      return { intent, problem: await problemOf(response, request) };
    }
    case "letter": {
      const response = await account.email.letter.$post({});
      return { intent, problem: await problemOf(response, request) };
    }
    case "password": {
      const response = await auth.password.change.$post({ json: { current, password } });
      return { intent, problem: await problemOf(response, request) };
    }
    case "enrol": {
      const response = await auth.totp.enrol.$post({ json: { password } });
      const problem = await problemOf(response, request);
      if (problem) return { intent, problem };
      return { intent, enrolment: await answerOf(response) };
    }
    case "confirm": {
      const response = await auth.totp.confirm.$post({ json: { code } });
      const problem = await problemOf(response, request);
      if (problem) return { intent, problem, enrolment: { secret, qr } };
      return { intent, ...(await answerOf(response)) };
    }
    case "codes": {
      const response = await auth.totp["recovery-codes"].$post({ json: { password } });
      const problem = await problemOf(response, request);
      return { intent, ...(problem ? { problem } : await answerOf(response)) };
    }
    case "disable": {
      const response = await auth.totp.disable.$post({ json: { password } });
      return { intent, problem: await problemOf(response, request) };
    }
    default: {
      const response = await account.sessions[":id"].$delete({ param: { id } });
      return { intent, problem: await problemOf(response, request) };
    }
  }
}

export default function SecurityPage({ loaderData, actionData }: Route.ComponentProps) {
  const { account, sessions } = loaderData;
  return (
    <>
      <h1 className="text-40">{t("Security")}</h1>
      <div className="mt-8 space-y-16">
        <EmailSection outcome={actionData} account={account} />
        <PasswordSection outcome={actionData} email={account.email} />
        <SecondStepSection
          outcome={actionData}
          isOn={account.totpEnabled}
          codesLeft={account.recoveryCodesLeft}
        />
        <SessionList sessions={sessions} />
      </div>
    </>
  );
}
