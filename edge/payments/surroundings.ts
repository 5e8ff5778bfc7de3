import type { Database } from "../database/database.ts";
import type { Settings } from "../env.ts";

/** What work on payments needs beside its transaction. */
export interface PaymentSurroundings {
  database: Database;
  settings: Settings;
  shop: { id: string; name: string; locale: string };
  /** The shop's own address, for links in letters: `https://shop.example`. */
  origin: string;
}
