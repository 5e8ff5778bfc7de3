import { CONSENT_COOKIE } from "@slipstream/contracts/cookies";
import type { ConsentState } from "@slipstream/contracts/shop-api";
import type { ReactNode } from "react";
import { createContext, startTransition, useContext, useEffect, useMemo, useState } from "react";
import { onChoiceElsewhere, tellOtherTabs } from "./other-tabs.ts";
import { sendConsent } from "./send-consent.ts";
import { tracker } from "./tracker.ts";

/** `loading` until the page is awake; cached pages know nobody. */
export type Consent = ConsentState["choice"] | "loading";

interface ConsentControl {
  consent: Consent;
  /** Stores the choice; rejects when the shop did not take it. */
  choose(choice: "granted" | "denied"): Promise<void>;
}

const ConsentContext = createContext<ConsentControl>({
  consent: "loading",
  choose: () => Promise.resolve(),
});

export function useConsent(): ConsentControl {
  return useContext(ConsentContext);
}

/** Knows what this visitor chose, and lets the tracker follow it. */
export function ConsentProvider({ children }: { children: ReactNode }) {
  const [consent, setConsent] = useState<Consent>("loading");

  useEffect(() => {
    const read = () => {
      const choice = readConsent(document.cookie);
      tracker.setConsent(choice);
      // All shelves listen: in slices, while the page is just waking up.
      startTransition(() => setConsent(choice));
    };
    const readWhenSeen = () => {
      if (document.visibilityState === "visible") read();
    };
    read();
    const stopListening = onChoiceElsewhere(read);
    document.addEventListener("visibilitychange", readWhenSeen);
    return () => {
      stopListening();
      document.removeEventListener("visibilitychange", readWhenSeen);
    };
  }, []);

  const control = useMemo<ConsentControl>(
    () => ({
      consent,
      async choose(choice) {
        await sendConsent(choice);
        tracker.setConsent(choice);
        setConsent(choice);
        if (choice === "denied") {
          import("../search/recent-searches.ts").then(
            (own) => own.forgetSearches(),
            () => {},
          );
        }
        tellOtherTabs();
      },
    }),
    [consent],
  );
  return <ConsentContext value={control}>{children}</ConsentContext>;
}

/** The visitor's answer, from the page's cookies. */
export function readConsent(cookies: string): ConsentState["choice"] {
  const pairs = cookies.split("; ").map((pair) => pair.split("="));
  const value = pairs.find(([name]) => name === CONSENT_COOKIE)?.[1];
  return value === "granted" || value === "denied" ? value : "unknown";
}
