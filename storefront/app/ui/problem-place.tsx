import { type ComponentType, lazy } from "react";

/** Fetched when the page has nothing else to do: it has to be here when the network is not. */
export const loadProblemPage = () => import("./problem-page.tsx");

const ProblemPage = lazy<ComponentType<{ error: unknown }>>(() =>
  loadProblemPage().catch(() => ({ default: () => null })),
);

/** Where the shop says what went wrong. Nothing waits above it: the server writes it with the page. */
export function ProblemPlace({ error }: { error: unknown }) {
  return <ProblemPage error={error} />;
}
