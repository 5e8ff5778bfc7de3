import { useEffect } from "react";
import { useConsent } from "../tracking/consent.tsx";
import { railFeed } from "./feed.ts";

/** Opens the tab's socket once the shopper agreed, and closes it when that is taken back. */
export function LiveRails() {
  const { consent } = useConsent();
  useEffect(() => {
    if (consent !== "loading") railFeed.setLive(consent === "granted");
  }, [consent]);
  return null;
}
