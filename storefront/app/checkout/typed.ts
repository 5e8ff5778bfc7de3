/** The fields of an address, as forms name them. */
export const addressNames = [
  "name",
  "line1",
  "line2",
  "city",
  "postcode",
  "region",
  "country",
  "phone",
] as const;

/** What was typed at checkout so far: carried from step to step in the page's own form. */
export interface Typed {
  email: string;
  address: Readonly<Record<string, string>>;
  /** Undefined: the bill goes to the same address. */
  billing: Readonly<Record<string, string>> | undefined;
  /** A member's wish to find the address in the account next time. */
  keep: boolean;
}

/** Before the names of the billing address's fields. */
export const BILLING = "billing.";
