import type { Suggestions } from "@slipstream/contracts/search-api";
import { useEffect, useState } from "react";
import { currentLanguage } from "../language/current.ts";

/** A pause in typing after which it is worth asking. */
const PAUSE_MS = 80;
const MAX_KEPT = 50;

const kept = new Map<string, Suggestions>();

/** What the shop suggests for these letters; while it is asked, what it said last. */
export function useSuggestions(typed: string): Suggestions | undefined {
  const [found, setFound] = useState<Suggestions>();
  useEffect(() => {
    if (typed === "") {
      setFound(undefined);
      return;
    }
    const known = kept.get(typed);
    if (known) {
      setFound(known);
      return;
    }
    const asking = new AbortController();
    const timer = setTimeout(async () => {
      const suggestions = await ask(typed, asking.signal);
      if (suggestions && !asking.signal.aborted) setFound(suggestions);
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [typed]);
  return found;
}

/** Undefined where the shop does not answer: then there are no suggestions, and no harm. */
async function ask(typed: string, signal: AbortSignal): Promise<Suggestions | undefined> {
  try {
    const q = new URLSearchParams({ q: typed.toWellFormed() });
    const response = await fetch(`/api/search/suggestions?${q}`, {
      signal,
      headers: { "accept-language": currentLanguage() },
    });
    if (!response.ok) return undefined;
    const suggestions = (await response.json()) as Suggestions;
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(typed, suggestions);
    return suggestions;
  } catch {
    return undefined;
  }
}
