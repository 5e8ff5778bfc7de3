import { requestIdOfView } from "@slipstream/contracts/request-views";
import type { StoredPage } from "./page-store.ts";

/**
 * A kept page as one answer shows it: under the answer's own nonce, its recommendations under ids of
 * this view, so that what a visitor does is told apart from what others do on the same page.
 */
export function pageForView(page: StoredPage, view: { nonce: string; suffix: string }): string {
  let html = page.html.replaceAll(page.nonce, view.nonce);
  for (const requestId of page.requestIds) {
    html = html.replaceAll(requestId, requestIdOfView(requestId, view.suffix));
  }
  return html;
}
