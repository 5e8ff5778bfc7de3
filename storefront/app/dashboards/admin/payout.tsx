import { currencyDigits } from "@slipstream/contracts/currency-digits";
import { IDEMPOTENCY_HEADER } from "@slipstream/contracts/idempotency";
import { redirect } from "react-router";
import { answerOf, problemOf } from "../../server/answer.server.ts";
import { formTexts } from "../../server/form-text.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { PostForm } from "../../ui/form/post-form.tsx";
import { SubmitButton } from "../../ui/form/submit-button.tsx";
import { TextField } from "../../ui/form/text-field.tsx";
import { BalanceStrip } from "../sales/balance-strip.tsx";
import { LedgerTable } from "../sales/ledger-table.tsx";
import { minorOf } from "../sales/minor-of.ts";
import { DashboardPage, Section } from "../shell/dashboard-shell.tsx";
import { issuesAt } from "../shell/issues-at.ts";
import { pageParam } from "../shell/page-param.ts";
import { basisPointsOf, percentText } from "../terms/percent.ts";
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
  const names = ["intent", "commission", "key", "amount", "currency", "note"] as const;
  const { intent, ...form } = formTexts(await request.formData(), ...names);
  const { sellerId } = params;
  if (intent === "commission") {
    const json = { basisPoints: basisPointsOf(form.commission) };
    const param = { sellerId };
    const answer = await payouts[":sellerId"].commission.$put({ param, json });
    const problem = issuesAt(await problemOf(answer, request), () => "commission");
    return problem ? { intent, problem } : redirect(`/admin/payouts/${sellerId}`);
  }
  const { currency, note } = form;
  const amountMinor = minorOf(form.amount, currencyDigits(currency));
  const json = { sellerId, amountMinor, currency, note };
  const once = { headers: { [IDEMPOTENCY_HEADER]: form.key } };
  const problem = await problemOf(await payouts.$post({ json }, once), request);
  return problem ? { intent, problem } : redirect(`/admin/payouts/${sellerId}`);
}

export function meta({ loaderData, matches }: Route.MetaArgs) {
  const name = loaderData?.statement.name ?? "Payouts";
  return [{ title: `${name} · ${matches[0].loaderData.shop.name}` }];
}

export default function AdminPayoutPage({ loaderData, actionData }: Route.ComponentProps) {
  const { statement, payoutKey } = loaderData;
  const problemFor = (intent: string) =>
    actionData?.intent === intent ? actionData.problem : undefined;
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
            <PostForm problem={problemFor("payout")} intent="payout" className="max-w-[34rem]">
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
      <Section title="Commission">
        <PostForm
          key={statement.commissionBasisPoints}
          problem={problemFor("commission")}
          intent="commission"
          className="max-w-[34rem]"
        >
          <TextField
            name="commission"
            label="The shop's share of a sale, %"
            hint="Holds for the sales that follow; those that were made stay as they are."
            inputMode="decimal"
            autoComplete="off"
            defaultValue={percentText(statement.commissionBasisPoints)}
          />
          <SubmitButton intent="commission">Save</SubmitButton>
        </PostForm>
      </Section>
      <LedgerTable statement={statement} />
    </DashboardPage>
  );
}
