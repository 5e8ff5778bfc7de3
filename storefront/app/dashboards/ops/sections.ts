/** The pages of the operations room, in the order of their navigation; each is a route under `/ops`. */
export const sections: readonly { to: string; label: string }[] = [
  { to: "/ops", label: "Stream" },
  { to: "/ops/dead-letters", label: "Dead letters" },
  { to: "/ops/replay", label: "Replay" },
  { to: "/ops/experiments", label: "Experiments" },
  { to: "/ops/models", label: "Models" },
  { to: "/ops/drift", label: "Drift" },
  { to: "/ops/system", label: "System" },
  { to: "/ops/traces", label: "Traces" },
];
