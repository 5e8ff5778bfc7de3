import { lazy, Suspense } from "react";
import { useCompared } from "./chosen.ts";

const CompareBar = lazy(() => import("./compare-bar.tsx"));

/** Where the bar floats; fetched with the first product that is to be compared. */
export function ComparePlace() {
  if (useCompared().length === 0) return null;
  return (
    <Suspense>
      <CompareBar />
    </Suspense>
  );
}
