import { type ComponentType, lazy, Suspense } from "react";
import { useLocation } from "react-router";
import { useConsent } from "../tracking/consent.tsx";

/** Fetched for who has not answered yet; where it does not come, the next page asks. */
const ConsentQuestion = lazy<ComponentType>(() =>
  import("./consent-question.tsx").catch(() => ({ default: () => null })),
);

/** One asks by itself, some are not for shoppers, and on the way to paying it would hide what is next. */
const pagesWithout = /^\/(privacy$|cart$|ops\b|dev\b|seller\b|admin\b|checkout\b)/;

/** Asks once. */
export function ConsentBar() {
  const { consent } = useConsent();
  const { pathname } = useLocation();
  if (consent !== "unknown" || pagesWithout.test(pathname)) return null;
  return (
    <Suspense fallback={null}>
      <ConsentQuestion />
    </Suspense>
  );
}
