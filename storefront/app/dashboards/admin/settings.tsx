import type { ShopSettings } from "@slipstream/contracts/shop-settings";
import { data } from "react-router";
import { answerOf, problemOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { CheckboxField } from "../../ui/form/checkbox-field.tsx";
import { PostForm } from "../../ui/form/post-form.tsx";
import { SubmitButton } from "../../ui/form/submit-button.tsx";
import { TextAreaField } from "../../ui/form/text-area-field.tsx";
import { TextField } from "../../ui/form/text-field.tsx";
import { DashboardPage, Section } from "../shell/dashboard-shell.tsx";
import { issuesAt } from "../shell/issues-at.ts";
import type { Route } from "./+types/settings";

export async function loader({ context, request }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  return answerOf(client.api.admin.settings.$get(), request);
}

export async function action({ context, request }: Route.ActionArgs) {
  const { client } = storefrontOf(context);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const answer = await client.api.admin.settings.$patch({
    json: {
      "mail.sender_name": text("mail.sender_name"),
      "contact.email": text("contact.email").trim(),
      "contact.address": text("contact.address"),
      "invoice.company": text("invoice.company"),
      "api.allowed_origins": text("api.allowed_origins").split(/\s+/).filter(Boolean),
      "consent.text_version": text("consent.text_version"),
      "orders.return_days": Number(text("orders.return_days")),
      "checkout.reservation_minutes": Number(text("checkout.reservation_minutes")),
      "reviews.publish_at_once": form.get("reviews.publish_at_once") !== null,
    },
  });
  const problem = issuesAt(await problemOf(answer, request));
  return data({ problem, done: !problem }, { status: problem?.status ?? 200 });
}

/** Settings that a field shows as they are. */
type PlainSetting = {
  [Name in keyof ShopSettings]: ShopSettings[Name] extends string | number ? Name : never;
}[keyof ShopSettings];

export default function SettingsPage({ loaderData, actionData }: Route.ComponentProps) {
  const settings = loaderData;
  const stored = (name: PlainSetting) => ({ name, defaultValue: settings[name] });
  return (
    <DashboardPage title="Settings" lead="Each change holds at once, and stands in the audit log.">
      <PostForm problem={actionData?.problem} className="max-w-[60rem]">
        <div className="grid gap-x-16 gap-y-10 lg:grid-cols-2">
          <Section title="Letters and invoices">
            <div className="space-y-6">
              <TextField
                {...stored("mail.sender_name")}
                label="Who signs letters"
                hint="The shop's name where this is empty."
                required={false}
                maxLength={120}
              />
              <TextField
                {...stored("contact.email")}
                label="Where people write to"
                type="email"
                required={false}
                maxLength={254}
              />
              <TextAreaField
                {...stored("contact.address")}
                label="Address"
                required={false}
                maxLength={500}
                rows={3}
              />
              <TextAreaField
                {...stored("invoice.company")}
                label="The company, on invoices"
                hint="Name, address, register, tax number."
                required={false}
                maxLength={1000}
                rows={4}
              />
            </div>
          </Section>
          <Section title="Orders and reviews">
            <div className="space-y-6">
              <TextField
                {...stored("orders.return_days")}
                label="Days in which things can be sent back"
                hint="Counted from delivery."
                type="number"
                min={0}
                max={365}
              />
              <TextField
                {...stored("checkout.reservation_minutes")}
                label="Minutes that stock is held for a payment"
                type="number"
                min={1}
                max={1440}
              />
              <CheckboxField
                name="reviews.publish_at_once"
                label="Show reviews without reading them first"
                defaultChecked={settings["reviews.publish_at_once"]}
              />
            </div>
          </Section>
          <Section title="Privacy and other sites">
            <div className="space-y-6">
              <TextField
                {...stored("consent.text_version")}
                label="Version of the consent text"
                hint="Kept with each answer, as evidence of what was answered."
                maxLength={32}
              />
              <TextAreaField
                name="api.allowed_origins"
                label="Sites whose pages may call the API"
                hint="One origin a line, such as https://app.example.com"
                required={false}
                rows={3}
                defaultValue={settings["api.allowed_origins"].join("\n")}
              />
            </div>
          </Section>
        </div>
        <div className="flex items-center gap-4">
          <SubmitButton>Save</SubmitButton>
          {actionData?.done && (
            <p role="status" className="text-14 text-ink-soft">
              Saved.
            </p>
          )}
        </div>
      </PostForm>
    </DashboardPage>
  );
}
