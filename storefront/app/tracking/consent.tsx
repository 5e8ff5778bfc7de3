import type { ConsentState } from "@slipstream/contracts/shop-api";
import type { ReactNode } from "react";
import { createContext, useContext, useEffect, useMemo, useState } from "react";
import { tracker } from "./tracker.ts";

/** `loading` until the page has asked; cached pages know nobody. */
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

/** Asks the shop once what this visitor chose, and lets the tracker follow the answer. */
export function ConsentProvider({ children }: { children: ReactNode }) {
  const [consent, setConsent] = useState<Consent>("loading");

  useEffect(() => {
    let left = false;
    readConsent().then((choice) => {
      if (left) return;
      tracker.setConsent(choice);
      setConsent(choice);
    });
    return () => {
      left = true;
    };
  }, []);

  const control = useMemo<ConsentControl>(
    () => ({
      consent,
      async choose(choice) {
        const response = await fetch("/api/consent", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ choice }),
        });
        if (!response.ok) throw new Error(`the choice was not stored: ${response.status}`);
        tracker.setConsent(choice);
        setConsent(choice);
      },
    }),
    [consent],
  );
  return <ConsentContext value={control}>{children}</ConsentContext>;
}

async function readConsent(): Promise<ConsentState["choice"]> {
  try {
    const response = await fetch("/api/consent", { headers: { accept: "application/json" } });
    if (!response.ok) return "unknown";
    return ((await response.json()) as ConsentState).choice;
  } catch {
    return "unknown";
  }
}
