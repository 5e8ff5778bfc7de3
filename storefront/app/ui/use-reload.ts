import { isEnglishOnly } from "@slipstream/contracts/languages";
import { type To, useLocation } from "react-router";

/**
 * Whether a link or form loads its page as a new document: it leads from a page in English alone back
 * to the shop, and only with a new document the shop speaks the visitor's language again.
 */
export function useReload(to: To = "/"): boolean {
  const { pathname } = useLocation();
  const target = typeof to === "string" ? to : (to.pathname ?? "");
  return target.startsWith("/") && isEnglishOnly(pathname) && !isEnglishOnly(target);
}
