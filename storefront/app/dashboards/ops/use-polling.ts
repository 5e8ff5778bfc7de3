import { useEffect, useRef, useState } from "react";

/** Longer than this without an answer, and the page says that its figures are old. */
const TIMEOUT_MS = 4_000;

/**
 * Calls `ask` again and again while the page is visible, `everyMs` after the last answer, and at
 * once when it becomes visible again.
 */
export function usePolling(ask: () => Promise<void>, everyMs: number): void {
  const latest = useRef(ask);
  useEffect(() => {
    latest.current = ask;
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    let left = false;
    const again = async () => {
      clearTimeout(timer);
      if (document.visibilityState === "visible") await latest.current();
      if (!left) timer = setTimeout(again, everyMs);
    };
    const whenVisible = () => {
      if (document.visibilityState === "visible") void again();
    };
    timer = setTimeout(again, everyMs);
    document.addEventListener("visibilitychange", whenVisible);
    return () => {
      left = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", whenVisible);
    };
  }, [everyMs]);
}

/** The JSON at an address of the API; undefined when there is no answer, or none in time. */
export async function fetchJson<T>(path: string): Promise<T | undefined> {
  try {
    const response = await fetch(path, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return response.ok ? ((await response.json()) as T) : undefined;
  } catch {
    return undefined;
  }
}

export interface Live<T> {
  latest: T | undefined;
  /** The last question was not answered. */
  silent: boolean;
}

/** What an address of the API answers now; what the page's loader brought until then. */
export function useLive<T>(path: string, initial: T | undefined, everyMs: number): Live<T> {
  const [live, setLive] = useState<Live<T> & { path: string; initial: T | undefined }>({
    ...{ latest: initial, silent: false, path, initial },
  });
  const isSame = live.path === path && live.initial === initial;
  usePolling(async () => {
    const answer = await fetchJson<T>(path);
    setLive((old) => {
      const latest = answer ?? (isSame ? old.latest : initial);
      return { latest, silent: answer === undefined, path, initial };
    });
  }, everyMs);
  return isSame ? live : { latest: initial, silent: false };
}
