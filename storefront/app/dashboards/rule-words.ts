import type { StoredRule } from "@slipstream/contracts/admin-api";
import type { Tone } from "./shell/badge.tsx";

/** What each kind of rule does. */
export const ruleKinds = {
  pin: { name: "Pin", does: "gives a place to" },
  boost: { name: "Boost", does: "moves up" },
  bury: { name: "Bury", does: "moves down" },
  exclude: { name: "Exclude", does: "takes out" },
} as const satisfies Record<StoredRule["kind"], { name: string; does: string }>;

export const ruleStates = {
  active: { label: "active", tone: "plain" },
  scheduled: { label: "scheduled", tone: "quiet" },
  over: { label: "over", tone: "quiet" },
  off: { label: "off", tone: "quiet" },
} as const satisfies Record<StoredRule["state"], { label: string; tone: Tone }>;
