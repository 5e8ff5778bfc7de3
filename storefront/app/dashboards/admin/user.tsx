import { roles } from "@slipstream/contracts/access";
import type { UserDetail } from "@slipstream/contracts/admin-api";
import { data } from "react-router";
import { answerOf, problemOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { CheckboxField } from "../../ui/form/checkbox-field.tsx";
import { PostForm } from "../../ui/form/post-form.tsx";
import { SubmitButton } from "../../ui/form/submit-button.tsx";
import { TextField } from "../../ui/form/text-field.tsx";
import { Notice } from "../../ui/notice.tsx";
import { AuditTable } from "../audit-table.tsx";
import { ActionLink } from "../shell/action-link.tsx";
import { ConfirmForm } from "../shell/confirm-form.tsx";
import { DashboardPage, Section } from "../shell/dashboard-shell.tsx";
import { FactList } from "../shell/fact-list.tsx";
import { When } from "../shell/when.tsx";
import type { Route } from "./+types/user";

const roleWords = {
  buyer: { label: "Buyer", hint: "Everybody is." },
  seller: { label: "Seller", hint: "Has products, sales and figures of their own." },
  admin: { label: "Admin", hint: "May do everything in the shop." },
  ops: { label: "Ops", hint: "Watches the machinery: switches, debugger, streams." },
} as const;

export async function loader({ context, request, params }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  return answerOf(client.api.admin.users[":id"].$get({ param: { id: params.id } }), request);
}

export async function action({ context, request, params }: Route.ActionArgs) {
  const { users } = storefrontOf(context).client.api.admin;
  const form = await request.formData();
  const reason = String(form.get("reason") ?? "");
  const param = { id: params.id };
  const intent = form.get("intent");
  const answer =
    intent === "roles"
      ? users[":id"].roles.$put({
          param,
          json: { roles: roles.filter((role) => form.get(role) !== null), reason },
        })
      : intent === "disable"
        ? users[":id"].disable.$post({ param, json: { reason } })
        : users[":id"].enable.$post({ param, json: { reason } });
  const problem = await problemOf(await answer, request);
  return data({ problem, done: !problem }, { status: problem?.status ?? 200 });
}

export default function UserPage({ loaderData, actionData }: Route.ComponentProps) {
  const user = loaderData;
  return (
    <DashboardPage
      title={user.name || user.email}
      trail={[{ name: "People", to: "/admin/users" }]}
      actions={
        <>
          <ActionLink to={`/admin/debugger?who=${user.id}`}>What they are shown</ActionLink>
          <CloseOrOpen user={user} />
        </>
      }
    >
      {user.disabledAt !== undefined && (
        <Notice title="This account is closed">Nobody can sign in with it.</Notice>
      )}
      <div className="grid gap-10 lg:grid-cols-2">
        <Section title="Account">
          <Facts user={user} />
        </Section>
        <Section title="May be">
          <PostForm
            key={user.roles.join()}
            intent="roles"
            problem={actionData?.problem}
            className="!space-y-4"
          >
            {roles.map((role) => (
              <CheckboxField
                key={role}
                name={role}
                label={roleWords[role].label}
                hint={roleWords[role].hint}
                defaultChecked={user.roles.includes(role)}
                disabled={role === "buyer"}
              />
            ))}
            <TextField name="reason" label="Why" required={false} maxLength={500} />
            <SubmitButton intent="roles">Save</SubmitButton>
            {actionData?.done && (
              <p role="status" className="text-14 text-ink-soft">
                Saved. It holds from now on.
              </p>
            )}
          </PostForm>
        </Section>
      </div>
      <Section title="What was done with this account">
        <AuditTable entries={user.history} />
      </Section>
    </DashboardPage>
  );
}

function Facts({ user }: { user: UserDetail }) {
  return (
    <FactList
      facts={{
        Email: `${user.email}${user.emailVerified ? "" : ", not verified"}`,
        Since: <When at={user.createdAt} />,
        "Last here": user.lastSeenAt ? <When at={user.lastSeenAt} time /> : "–",
        "Open sessions": user.openSessions,
        "Second factor": user.totpEnabled ? "yes" : "no",
        Orders: user.orders,
        Reviews: user.reviews,
        Account: <code className="font-mono text-12 break-all">{user.id}</code>,
        "Events go under": <code className="font-mono text-12 break-all">{user.visitorId}</code>,
      }}
    />
  );
}

function CloseOrOpen({ user }: { user: UserDetail }) {
  const reason = <TextField name="reason" label="Why" required={false} maxLength={500} />;
  const name = user.name || user.email;
  if (user.disabledAt !== undefined) {
    return (
      <ConfirmForm
        label="Open again"
        question={`Open the account of ${name} again?`}
        values={{ intent: "enable" }}
      >
        {reason}
      </ConfirmForm>
    );
  }
  return (
    <ConfirmForm
      label="Close account"
      question={`Close the account of ${name}?`}
      consequence="All their sessions end at once. Their orders stay. You can open it again."
      values={{ intent: "disable" }}
    >
      {reason}
    </ConfirmForm>
  );
}
