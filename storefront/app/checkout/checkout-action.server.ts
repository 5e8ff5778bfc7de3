import { type Address, addressSchema } from "@slipstream/contracts/address";
import { guestEmailSchema, type Quote } from "@slipstream/contracts/checkout-api";
import { IDEMPOTENCY_HEADER } from "@slipstream/contracts/idempotency";
import type { ProblemIssue } from "@slipstream/contracts/problems";
import type { ApiClient } from "@slipstream/edge/api/in-process-client";
import { redirectDocument } from "react-router";
import { t } from "../language/text.ts";
import { answerOf, problemOf } from "../server/answer.server.ts";
import { formTexts } from "../server/form-text.server.ts";
import { issueText } from "../server/problem-words.server.ts";
import type { FormProblem } from "../ui/form/form-problem.ts";
import { addressNames, BILLING, type Typed } from "./typed.ts";

/** What the page shows after a step was sent. */
export type CheckoutOutcome =
  | { step: "address"; typed: Typed; problem?: FormProblem | undefined }
  | {
      step: "delivery";
      typed: Typed;
      quote: Quote;
      /** Makes sending twice harmless; a new one for every page that is shown. */
      key: string;
      problem?: FormProblem | undefined;
      /** The total is another than the buyer saw. */
      changed?: boolean;
    };

interface Step {
  client: ApiClient;
  typed: Typed;
  isMember: boolean;
  shippingMethodId: string;
}

/** Carries out a step of the checkout. Throws the way to the payment once the order is made. */
export async function takeStep(
  client: ApiClient,
  form: FormData,
  isMember: boolean,
): Promise<CheckoutOutcome> {
  const { intent, shippingMethodId, quotedMethodId, total, key } = formTexts(
    form,
    "intent",
    "shippingMethodId",
    "quotedMethodId",
    "total",
    "key",
  );
  const typed = readTyped(form);
  const step = { client, typed, isMember, shippingMethodId };
  if (intent === "change") return { step: "address", typed };
  if (intent !== "order") return toDelivery(step);
  // Another way of delivery than the sum was made for: the sum is shown first.
  if (shippingMethodId !== quotedMethodId) return toDelivery(step, { changed: true });
  return order(step, { key, expectedTotalMinor: Number(total) });
}

function readTyped(form: FormData): Typed {
  const billingNames = addressNames.map((name) => BILLING + name);
  const billing = formTexts(form, ...billingNames);
  const bare = Object.entries(billing).map(([name, text]) => [name.slice(BILLING.length), text]);
  return {
    email: formTexts(form, "email").email.trim(),
    address: formTexts(form, ...addressNames),
    billing: form.get("same") === "on" ? undefined : Object.fromEntries(bare),
    keep: form.get("keep") === "on",
  };
}

async function toDelivery(
  step: Step,
  more: { problem?: FormProblem | undefined; changed?: boolean } = {},
): Promise<CheckoutOutcome> {
  const { client, typed, shippingMethodId, isMember } = step;
  const issues = faultsOf(step);
  if (issues.length > 0) return { step: "address", typed, problem: faulty(issues) };
  const { country, region } = typed.address;
  const { email } = typed;
  const response = await client.api.checkout.quote.$post({
    json: {
      place: { country: country!, ...(region ? { region } : {}) },
      ...(shippingMethodId === "" ? {} : { shippingMethodId }),
      ...(isMember ? {} : { email }),
    },
  });
  if (!response.ok) return { step: "address", typed, problem: await problemOf(response) };
  const quote = await answerOf(response);
  if (quote.methods.length === 0) {
    const message = t("We do not deliver there yet");
    return { step: "address", typed, problem: faulty([{ path: "country", message }]) };
  }
  return { step: "delivery", typed, quote, key: crypto.randomUUID(), ...more };
}

async function order(
  step: Step,
  sent: { key: string; expectedTotalMinor: number },
): Promise<CheckoutOutcome> {
  const { client, typed, shippingMethodId, isMember } = step;
  if (faultsOf(step).length > 0) return toDelivery(step);
  const { billing } = typed;
  const response = await client.api.checkout.$post(
    {
      json: {
        ...(isMember ? {} : { email: typed.email }),
        shippingAddress: withoutEmpty(typed.address),
        ...(billing ? { billingAddress: withoutEmpty(billing) } : {}),
        shippingMethodId,
        ...(isMember && typed.keep ? { keepAddress: true } : {}),
        expectedTotalMinor: sent.expectedTotalMinor,
      },
    },
    { headers: { [IDEMPOTENCY_HEADER]: sent.key } },
  );
  if (response.ok) throw redirectDocument((await answerOf(response)).payPath, 303);
  const problem = await problemOf(response);
  const changed = problem?.code === "price_changed";
  return toDelivery(step, changed ? { changed } : { problem });
}

/** What is wrong with what was typed, by the names of the form's fields. */
function faultsOf({ typed, isMember }: Step): ProblemIssue[] {
  const email = guestEmailSchema.safeParse(typed.email);
  return [
    ...(isMember ? [] : issuesOf(email.error, () => "email")),
    ...issuesOf(addressSchema.safeParse(withoutEmpty(typed.address)).error),
    ...(typed.billing
      ? issuesOf(
          addressSchema.safeParse(withoutEmpty(typed.billing)).error,
          (path) => BILLING + path,
        )
      : []),
  ];
}

function issuesOf(
  error: { issues: { path: PropertyKey[]; message: string }[] } | undefined,
  name = (path: string) => path,
): ProblemIssue[] {
  return (error?.issues ?? []).map(({ path, message }) => ({
    path: name(path.join(".")),
    message: issueText(message),
  }));
}

function faulty(issues: ProblemIssue[]): FormProblem {
  const title = t("Please look at this again");
  return { status: 400, code: "invalid_request", title, detail: title, issues };
}

/** The schema of an address says what must be there; an empty field is one that is not. */
function withoutEmpty(address: Readonly<Record<string, string>>): Address {
  const optional = new Set(["line2", "region", "phone"]);
  const entries = Object.entries(address).filter(
    ([name, text]) => text !== "" || !optional.has(name),
  );
  return Object.fromEntries(entries) as Address;
}
