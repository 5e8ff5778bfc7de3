import type { OpsStatus } from "@slipstream/contracts/ops-status";
import { useEffect, useState } from "react";
import type { Sample } from "./history.ts";
import { addSample } from "./history.ts";

const POLL_MS = 1_000;
/** Longer than this without an answer, and the page says that its figures are old. */
const TIMEOUT_MS = 3_000;

export interface OpsFeed {
  status: OpsStatus | undefined;
  history: readonly Sample[];
  /** The last question was not answered. */
  silent: boolean;
}

/** Asks for the state of the loop every second while the page is visible. */
export function useOpsStatus(initial: OpsStatus | undefined): OpsFeed {
  const [feed, setFeed] = useState<OpsFeed>({
    status: initial,
    history: initial ? addSample([], initial, undefined) : [],
    silent: false,
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    let left = false;
    const ask = async () => {
      if (document.visibilityState === "visible") {
        const status = await fetchStatus();
        if (left) return;
        setFeed((old) =>
          status
            ? { status, history: addSample(old.history, status, old.status), silent: false }
            : { ...old, silent: true },
        );
      }
      timer = setTimeout(ask, POLL_MS);
    };
    timer = setTimeout(ask, POLL_MS);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, []);
  return feed;
}

async function fetchStatus(): Promise<OpsStatus | undefined> {
  try {
    const response = await fetch("/api/ops/status", { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return response.ok ? ((await response.json()) as OpsStatus) : undefined;
  } catch {
    return undefined;
  }
}
