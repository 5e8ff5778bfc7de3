/** The account's pages, in the order of its navigation. */
export const accountPages: readonly { to: string; text: string }[] = [
  { to: "/account", text: "Profile" },
  { to: "/account/orders", text: "Orders" },
  { to: "/account/addresses", text: "Addresses" },
  { to: "/account/security", text: "Security" },
  { to: "/account/wishlist", text: "Wishlist" },
  { to: "/account/recently-viewed", text: "Recently viewed" },
  { to: "/account/reviews", text: "Reviews" },
  { to: "/account/notices", text: "What we tell you" },
  { to: "/account/privacy", text: "Privacy" },
];
