import type { SessionStep } from "@slipstream/contracts/steps";

/** Sessions remembered of a shop, and the lists that were last shown to each. */
const MAX_SESSIONS = 10_000;
const LISTS_PER_SESSION = 4;
/** A click later than this is not about the list any more. */
const LASTING_MS = 30 * 60_000;

interface ShownList {
  items: ReadonlySet<string>;
  shownAt: number;
  onClick: () => void;
}

/** Which answers of this server led to a click, of one shop: told by the steps of LEARN. */
export class ClickWatch {
  /** The session that was shown something longest ago stands first. */
  readonly #sessions = new Map<string, ShownList[]>();

  /** Notes a list; `onClick` is called once, when one of its items is pressed. */
  shown(sessionId: string, list: ShownList): void {
    const lists = [...(this.#sessions.get(sessionId) ?? []), list].slice(-LISTS_PER_SESSION);
    this.#sessions.delete(sessionId);
    this.#sessions.set(sessionId, lists);
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size > MAX_SESSIONS && oldest !== undefined) this.#sessions.delete(oldest);
  }

  /** Takes a step; the newest list that has the item is the one that it was pressed in. */
  step({ type, sessionId, itemId, occurredAt }: SessionStep): void {
    if (type !== "click") return;
    const lists = this.#sessions.get(sessionId);
    const pressed = lists?.findLast(({ items }) => items.has(itemId));
    if (lists === undefined || pressed === undefined) return;
    this.#sessions.set(
      sessionId,
      lists.filter((list) => list !== pressed),
    );
    if (occurredAt - pressed.shownAt <= LASTING_MS) pressed.onClick();
  }
}
