import { IDEMPOTENCY_HEADER } from "@slipstream/contracts/idempotency";
import { redirect } from "react-router";
import { answerOf, problemOf } from "../../server/answer.server.ts";
import { formTexts } from "../../server/form-text.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { PostForm } from "../../ui/form/post-form.tsx";
import { SubmitButton } from "../../ui/form/submit-button.tsx";
import { TextField } from "../../ui/form/text-field.tsx";
import { BalanceStrip } from "../sales/balance-strip.tsx";
import { currencyDigits } from "../sales/currency-digits.ts";
import { LedgerTable } from "../sales/ledger-table.tsx";
import { minorOf } from "../sales/minor-of.ts";
import { DashboardPage, Section } from "../shell/dashboard-shell.tsx";
import { pageParam } from "../shell/page-param.ts";
import type { Route } from "./+types/payout";

export async function loader({ context, request, params, url }: Route.LoaderArgs) {
  const { payouts } = storefrontOf(context).client.api;
  const query = { page: pageParam(url.searchParams) };
  const param = { sellerId: params.sellerId };
  const statement = await answerOf(payouts[":sellerId"].$get({ param, query }), request);
  return { statement, payoutKey: crypto.randomUUID() };
}

export async function action({ context, request, params }: Route.ActionArgs) {
  const { payouts } = storefrontOf(context).client.api;
  const form = formTexts(await request.formData(), "key", "amount", "currency", "note");
  const { currency, note } = form;
  const amountMinor = minorOf(form.amount, currencyDigits(currency));
  const json = { sellerId: params.sellerId, amountMinor, currency, note };
  const once = { headers: { [IDEMPOTENCY_HEADER]: form.key } };
  const problem = await problemOf(await payouts.$post({ json }, once), request);
  return problem ? { problem } : redirect(`/admin/payouts/${params.sellerId}`);
}

export function meta({ loaderData, matches }: Route.MetaArgs) {
  const name = loaderData?.statement.name ?? "Payouts";
  return [{ title: `${name} · ${matches[0].loaderData.shop.name}` }];
}

export default function AdminPayoutPage({ loaderData, actionData }: Route.ComponentProps) {
  const { statement, payoutKey } = loaderData;
  const owed = statement.balances.filter(({ balanceMinor }) => balanceMinor > 0);
  return (
    <DashboardPage
      title={statement.name}
      trail={[{ name: "Payouts", to: "/admin/payouts" }]}
      lead="The account of a seller. Send the money first, then write it down here."
    >
      {statement.balances.map((balance) => (
        <BalanceStrip key={balance.currency} balance={balance} />
      ))}
      {owed.map(({ currency, balanceMinor }) => {
        const digits = currencyDigits(currency);
        return (
          <Section key={currency} title="Write down a payout">
            <PostForm problem={actionData?.problem} intent="payout" className="max-w-[34rem]">
              <input type="hidden" name="key" value={payoutKey} />
              <input type="hidden" name="currency" value={currency} />
              <div className="grid gap-4 sm:grid-cols-2">
                <TextField
                  name="amount"
                  label={`Amount in ${currency}`}
                  inputMode="decimal"
                  autoComplete="off"
                  defaultValue={(balanceMinor / 10 ** digits).toFixed(digits)}
                />
                <TextField name="note" label="Note" required={false} maxLength={200} />
              </div>
              <SubmitButton intent="payout">Paid out</SubmitButton>
            </PostForm>
          </Section>
        );
      })}
      <LedgerTable statement={statement} />
    </DashboardPage>
  );
}
