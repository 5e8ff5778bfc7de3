import type { SaleDetail } from "@slipstream/contracts/sales-api";
import type { ReactNode } from "react";
import { Form } from "react-router";
import { t } from "../../language/text.ts";
import { OrderLines } from "../../orders/order-lines.tsx";
import { stateWords, timelineOf } from "../../orders/order-words.ts";
import { Parcels } from "../../orders/parcels.tsx";
import { PostalLines } from "../../orders/postal-lines.tsx";
import { ReturnList } from "../../orders/return-list.tsx";
import { Timeline } from "../../orders/timeline.tsx";
import { Button } from "../../ui/button.tsx";
import type { FormProblem } from "../../ui/form/form-problem.ts";
import { useMoney } from "../money.ts";
import { Badge } from "../shell/badge.tsx";
import { DashboardPage, Section } from "../shell/dashboard-shell.tsx";
import { RefundForms } from "./refund-forms.tsx";
import { RefundList } from "./refund-list.tsx";
import { ReturnActions } from "./return-actions.tsx";
import { ShipForm } from "./ship-form.tsx";

interface SalePageProps {
  sale: SaleDetail;
  /** Makes a refund that is sent twice one. */
  refundKey: string;
  outcome: { intent: string; problem: FormProblem } | undefined;
  /** The list that it belongs to. */
  trail: { name: string; to: string };
  actions?: ReactNode;
  /** More at the side. */
  beside: ReactNode;
}

/** One order as those see it who fulfil it. */
export function SalePage({ sale, refundKey, outcome, trail, actions, beside }: SalePageProps) {
  const money = useMoney(sale.currency);
  const { state, currency } = sale;
  const problemOf = (...intents: string[]) =>
    outcome && intents.includes(outcome.intent) ? outcome.problem : undefined;
  const other = problemOf("deliver", "approve", "refuse", "receive", "cancel");
  return (
    <DashboardPage
      title={`Order ${sale.number}`}
      trail={[trail]}
      lead={<Badge tone={stateWords[state].tone}>{t(stateWords[state].name)}</Badge>}
      actions={actions}
    >
      {other && (
        <p role="alert" className="text-14 text-error">
          {other.issues[0]?.message ?? other.detail}
        </p>
      )}
      <div className="grid gap-x-16 gap-y-10 lg:grid-cols-[minmax(0,1fr)_18rem]">
        <div className="min-w-0 space-y-10">
          <Section title="Lines" aside={money(sale.amountMinor)}>
            <OrderLines lines={sale.lines} currency={currency} />
          </Section>
          {sale.can.ship && (
            <Section title="Send a parcel">
              <ShipForm lines={sale.lines} problem={problemOf("ship")} />
            </Section>
          )}
          {sale.shipments.length > 0 && (
            <Section title="Parcels">
              <Parcels shipments={sale.shipments} lines={sale.lines} act={DeliverButton} />
            </Section>
          )}
          {sale.returns.length > 0 && (
            <Section title="Returns">
              <ReturnList
                returns={sale.returns}
                lines={sale.lines}
                act={(one) => <ReturnActions one={one} />}
              />
            </Section>
          )}
          {sale.refunds.length > 0 && (
            <Section title="Refunds">
              <RefundList refunds={sale.refunds} currency={currency} />
            </Section>
          )}
          {sale.can.refund && (
            <RefundForms
              sale={sale}
              idempotencyKey={refundKey}
              problem={problemOf("refund-lines", "refund-amount")}
            />
          )}
        </div>
        <div className="space-y-10">
          {sale.shippingAddress && (
            <Section title="Send to" aside={sale.shippingMethod}>
              <PostalLines address={sale.shippingAddress} />
            </Section>
          )}
          {beside}
          <Section title="What happened">
            <Timeline entries={timelineOf(sale.events, money)} />
          </Section>
        </div>
      </div>
    </DashboardPage>
  );
}

function DeliverButton({ id }: { id: string }) {
  return (
    <Form method="post">
      <input type="hidden" name="shipmentId" value={id} />
      <Button type="submit" name="intent" value="deliver" className="md:min-h-9 md:px-4">
        It arrived
      </Button>
    </Form>
  );
}
