import type { Language } from "@slipstream/contracts/languages";

/** What this shop uses of Stripe's script, which may only be loaded from Stripe itself. */
export interface StripeElements {
  create(kind: "payment"): {
    on(event: "ready", listener: () => void): void;
    mount(place: HTMLElement): void;
  };
}

export interface StripeJs {
  elements(options: { clientSecret: string; locale: Language }): StripeElements;
  /** Leaves the page when all went well; answers only when not. */
  confirmPayment(options: {
    elements: StripeElements;
    confirmParams: { return_url: string };
  }): Promise<{ error?: { message?: string } }>;
}

declare global {
  interface Window {
    Stripe?: (publishableKey: string) => StripeJs;
  }
}

const SCRIPT = "https://js.stripe.com/v3/";

/** Whether a page is another than the one that its document was loaded as: never after a reload. */
export function wasWalkedTo(href: string, { loadedAs }: { loadedAs: string }): boolean {
  return new URL(loadedAs).pathname !== new URL(href).pathname;
}

/**
 * Loads Stripe's script. The policy of the page allows it only where the page itself was loaded
 * from the server: one that was walked to within the shop is loaded anew first.
 */
export async function loadStripe(publishableKey: string): Promise<StripeJs> {
  if (!window.Stripe) {
    const [navigation] = performance.getEntriesByType("navigation");
    if (navigation && wasWalkedTo(location.href, { loadedAs: navigation.name })) {
      location.reload();
      return new Promise(() => {});
    }
    await new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = SCRIPT;
      script.onload = resolve;
      script.onerror = reject;
      document.head.appendChild(script);
    });
  }
  if (!window.Stripe) throw new Error("Stripe's script did not make itself known");
  return window.Stripe(publishableKey);
}
