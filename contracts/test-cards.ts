/** The cards of the built-in test provider. Any expiry in the future and any code will do. */
export const testCards = [
  { number: "4242424242424242", outcome: "approve", says: "Is approved" },
  { number: "4000000000000002", outcome: "card_declined", says: "Is declined" },
  { number: "4000000000009995", outcome: "insufficient_funds", says: "Has no money left" },
  { number: "4000000000000069", outcome: "expired_card", says: "Has expired" },
  { number: "4000002500003155", outcome: "challenge", says: "Asks you to confirm first" },
  { number: "4000000000000077", outcome: "delay", says: "Is approved after three seconds" },
] as const;
