import { useEffect, useRef, useState } from "react";
import { currentLanguage, hrefOf } from "../language/current.ts";
import { rich, t } from "../language/text.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { Price } from "../ui/price.tsx";
import { loadStripe, type StripeElements, type StripeJs } from "./stripe-js.ts";

interface StripeFormProps {
  clientSecret: string;
  publishableKey: string;
  amountMinor: number;
  currency: string;
  /** The order's page: Stripe leads there when the buyer's bank has answered. */
  returnPath: string;
}

/** Stripe's own form, in a frame of theirs: no card ever reaches this shop. */
export function StripeForm(props: StripeFormProps) {
  const { clientSecret, publishableKey, amountMinor, currency, returnPath } = props;
  const place = useRef<HTMLDivElement>(null);
  const opened = useRef<{ stripe: StripeJs; elements: StripeElements }>(undefined);
  const [state, setState] = useState<"loading" | "ready" | "paying">("loading");
  const [fault, setFault] = useState<string>();

  useEffect(() => {
    let gone = false;
    loadStripe(publishableKey)
      .then((stripe) => {
        if (gone || !place.current) return;
        const elements = stripe.elements({ clientSecret, locale: currentLanguage() });
        const form = elements.create("payment");
        form.on("ready", () => setState("ready"));
        form.mount(place.current);
        opened.current = { stripe, elements };
      })
      .catch(() => setFault(t("The payment form did not load. Please load the page again.")));
    return () => {
      gone = true;
    };
  }, [clientSecret, publishableKey]);

  const pay = async () => {
    if (!opened.current) return;
    const { stripe, elements } = opened.current;
    setState("paying");
    setFault(undefined);
    const { error } = await stripe.confirmPayment({
      elements,
      confirmParams: { return_url: new URL(hrefOf(returnPath), location.href).href },
    });
    setFault(error?.message ?? t("That did not work. Please try again."));
    setState("ready");
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void pay();
      }}
      className="space-y-6"
    >
      <noscript>
        <Notice title={t("Paying needs JavaScript")}>
          {t(
            "The bank's form runs in your browser. Please allow scripts for this page and load it again: your order waits.",
          )}
        </Notice>
      </noscript>
      {fault !== undefined && (
        <p role="alert" className="text-14 text-error">
          {fault}
        </p>
      )}
      <div ref={place} className="min-h-60" aria-busy={state === "loading"} />
      <Button type="submit" look="strong" className="w-full" disabled={state !== "ready"}>
        {state === "paying"
          ? t("Asking the bank")
          : rich("Pay {price}", { price: <Price minor={amountMinor} currency={currency} /> })}
      </Button>
    </form>
  );
}
