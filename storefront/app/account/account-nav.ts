import { type Message, msg } from "../language/text.ts";
/** The account's pages, in the order of its navigation. */
export const accountPages: readonly { to: string; text: Message }[] = [
  { to: "/account", text: msg("Profile") },
  { to: "/account/orders", text: msg("Orders") },
  { to: "/account/addresses", text: msg("Addresses") },
  { to: "/account/security", text: msg("Security") },
  { to: "/account/wishlist", text: msg("Wishlist") },
  { to: "/account/recently-viewed", text: msg("Recently viewed") },
  { to: "/account/reviews", text: msg("Reviews") },
  { to: "/account/notices", text: msg("What we tell you") },
  { to: "/account/privacy", text: msg("Privacy") },
];
