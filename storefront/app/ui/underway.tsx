import { useNavigation } from "react-router";

/** A line at the top while a page is on its way; whoever need not wait for it never sees it. */
export function Underway() {
  return <div className="underway" hidden={useNavigation().state === "idle"} />;
}
