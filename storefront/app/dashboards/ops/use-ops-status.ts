import type { OpsStatus } from "@slipstream/contracts/ops-status";
import { useState } from "react";
import type { Sample } from "./history.ts";
import { addSample } from "./history.ts";
import { fetchJson, usePolling } from "./use-polling.ts";

const POLL_MS = 1_000;

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
    history: initial ? addSample([], initial) : [],
    silent: false,
  });
  usePolling(async () => {
    const status = await fetchJson<OpsStatus>("/api/ops/status");
    setFeed((old) =>
      status
        ? { status, history: addSample(old.history, status), silent: false }
        : { ...old, silent: true },
    );
  }, POLL_MS);
  return feed;
}
