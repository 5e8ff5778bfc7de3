import type { Letter } from "../mail/letter.ts";

/** Letters about the account itself. */
export const accountLetters = {
  welcome: ({
    shopName,
    link,
    origin,
  }: Record<"shopName" | "link" | "origin", string>): Letter => ({
    subject: `Welcome to ${shopName}`,
    blocks: [
      "Your account is ready. Your cart, your orders and what you like are now kept on all your devices.",
      "Please confirm within three days that this is your address. What you ordered here without an account is then in it too.",
      { link, text: "Confirm your address" },
      "If it was not you who signed up, choose a new password: the account is then yours alone.",
      { link: `${origin}/forgot`, text: "Choose a new password" },
    ],
  }),

  confirmAddress: ({ link }: { link: string }): Letter => ({
    subject: "Is this your address?",
    blocks: [
      "Somebody, probably you, wants to use this address for an account. Confirm within three days that it is yours; you need to be signed in.",
      { link, text: "Confirm your address" },
      "If it was not you, nothing needs to be done: it is not used.",
    ],
  }),

  addressChanged: ({ origin }: { origin: string }): Letter => ({
    subject: "Your account has another address",
    blocks: [
      "From now on you sign in with another address, and letters go there. This one belongs to your account no longer.",
      "If it was not you, please write to us at once.",
      { link: origin, text: "To the shop" },
    ],
  }),

  passwordReset: ({ link }: { link: string }): Letter => ({
    subject: "A new password",
    blocks: [
      "Somebody, probably you, asked for a new password. Choose it here within an hour:",
      { link, text: "Choose a new password" },
      "If it was not you, nothing needs to be done: the old one holds.",
    ],
  }),

  passwordChanged: ({ origin }: { origin: string }): Letter => ({
    subject: "Your password was changed",
    blocks: [
      "The password of your account was changed, and all other devices were signed out.",
      "If it was not you, choose a new one at once:",
      { link: `${origin}/forgot`, text: "Choose a new password" },
    ],
  }),

  secondStep: ({ on, origin }: { on: boolean; origin: string }): Letter => ({
    subject: on ? "Signing in now takes a second step" : "Signing in takes one step again",
    blocks: [
      on
        ? "From now on your account asks for a code of your device. Keep the recovery codes where you find them without it."
        : "Your account no longer asks for a code of your device.",
      "If it was not you, choose a new password at once:",
      { link: `${origin}/forgot`, text: "Choose a new password" },
    ],
  }),
} as const;
