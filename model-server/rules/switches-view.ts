import type { SwitchesMessage, SwitchName } from "@slipstream/contracts/switches";

/** The kill switches of one shop: from PostgreSQL at the start, from LEARN afterwards. */
export class SwitchesView {
  #readAt = Number.NEGATIVE_INFINITY;
  #off: ReadonlySet<string> = new Set();

  /** Names of what is switched off. */
  get off(): ReadonlySet<string> {
    return this.#off;
  }

  isOn(name: SwitchName): boolean {
    return !this.#off.has(name);
  }

  /** Takes all switches, unless a later word is here. */
  apply({ readAt, off }: SwitchesMessage): void {
    if (readAt < this.#readAt) return;
    this.#readAt = readAt;
    this.#off = new Set(off);
  }
}
