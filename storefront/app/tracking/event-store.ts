import type { BrowserEvent } from "@slipstream/contracts/events";
import { MAX_QUEUED } from "./queue.ts";

const PREFIX = "slipstream.events.";

/**
 * What a tab has not yet got rid of, under a key of its own, so that tabs do not overwrite each
 * other. A later page adopts what it finds; the shop drops what it has already seen, by id.
 */
export class EventStore {
  readonly #key: string;

  constructor(tab: string) {
    this.#key = PREFIX + tab;
  }

  save(events: readonly BrowserEvent[]): void {
    try {
      if (events.length === 0) localStorage.removeItem(this.#key);
      else localStorage.setItem(this.#key, JSON.stringify(events.slice(-MAX_QUEUED)));
    } catch {
      // Storage is full or forbidden: the events live as long as the page.
    }
  }

  /** Takes over what earlier pages left behind. */
  adopt(): BrowserEvent[] {
    const found: BrowserEvent[] = [];
    for (const key of storedKeys()) {
      if (key === this.#key) continue;
      found.push(...readEvents(key));
      localStorage.removeItem(key);
    }
    return found;
  }

  /** Forgets everything of every tab: the shopper said no. */
  forget(): void {
    for (const key of storedKeys()) localStorage.removeItem(key);
  }
}

function storedKeys(): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}

function readEvents(key: string): BrowserEvent[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(value) ? value.filter(looksLikeEvent) : [];
  } catch {
    return [];
  }
}

function looksLikeEvent(value: unknown): value is BrowserEvent {
  return typeof value === "object" && value !== null && "id" in value && "type" in value;
}
