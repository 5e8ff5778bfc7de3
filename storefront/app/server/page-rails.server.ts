import type { Rail } from "@slipstream/contracts/rail-socket";
import type { RailRequest, ShopApi } from "@slipstream/edge/storefront-context";
import { afterShell } from "./after-shell.server.ts";

/** Rails of one page, each to be awaited on its own. */
export type DeferredRails<Name extends string> = Record<Name, Promise<Rail | undefined>>;

/**
 * Asks for the rails of a page, all at the same time. They never fail the page: a rail that cannot be
 * had is undefined. Rails later in the list leave out what an earlier one shows. A page that is not
 * streamed waits for all of them.
 */
export async function pageRails<Name extends string>(
  { api, streamed }: { api: Pick<ShopApi, "rail">; streamed: boolean },
  requests: readonly (RailRequest & { key: Name })[],
): Promise<DeferredRails<Name>> {
  const shown = new Set<string>();
  const shell = afterShell({ streamed });
  let before: Promise<unknown> = Promise.resolve();
  const rails = requests.map((request) => {
    const answer = shell.then(() => api.rail(request)).catch(() => undefined);
    const settled = before.then(async () => withoutRepeats(await answer, shown));
    before = settled;
    return [request.key, settled] as const;
  });
  if (!streamed) await before;
  return Object.fromEntries(rails) as DeferredRails<Name>;
}

function withoutRepeats(rail: Rail | undefined, shown: Set<string>): Rail | undefined {
  if (!rail) return undefined;
  const cards = rail.cards.filter(({ itemId }) => !shown.has(itemId));
  for (const { itemId } of cards) shown.add(itemId);
  return { ...rail, cards };
}
