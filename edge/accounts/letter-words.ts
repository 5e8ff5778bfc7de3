import type { Language } from "@slipstream/contracts/languages";

/** What letters about an account say, in English: each other language says as much. */
const en = {
  confirm: "Confirm your address",
  choose: "Choose a new password",
  toShop: "To the shop",
  welcome: {
    subject: (shop: string) => `Welcome to ${shop}`,
    ready:
      "Your account is ready. Your cart, your orders and what you like are now kept on all your devices.",
    confirm:
      "Please confirm within three days that this is your address. What you ordered here without an account is then in it too.",
    notYou:
      "If it was not you who signed up, choose a new password: the account is then yours alone.",
  },
  confirmAddress: {
    subject: "Is this your address?",
    text: "Somebody, probably you, wants to use this address for an account. Confirm within three days that it is yours; you need to be signed in.",
    notYou: "If it was not you, nothing needs to be done: it is not used.",
  },
  addressChanged: {
    subject: "Your account has another address",
    text: "From now on you sign in with another address, and letters go there. This one belongs to your account no longer.",
    notYou: "If it was not you, please write to us at once.",
  },
  passwordReset: {
    subject: "A new password",
    text: "Somebody, probably you, asked for a new password. Choose it here within an hour:",
    notYou: "If it was not you, nothing needs to be done: the old one holds.",
  },
  passwordChanged: {
    subject: "Your password was changed",
    text: "The password of your account was changed, and all other devices were signed out.",
    notYou: "If it was not you, choose a new one at once:",
  },
  secondStep: {
    on: "Signing in now takes a second step",
    off: "Signing in takes one step again",
    isOn: "From now on your account asks for a code of your device. Keep the recovery codes where you find them without it.",
    isOff: "Your account no longer asks for a code of your device.",
    notYou: "If it was not you, choose a new password at once:",
  },
};

const de: typeof en = {
  confirm: "Adresse bestätigen",
  choose: "Neues Passwort wählen",
  toShop: "Zum Shop",
  welcome: {
    subject: (shop) => `Willkommen bei ${shop}`,
    ready:
      "Dein Konto ist bereit. Dein Warenkorb, deine Bestellungen und was dir gefällt sind nun auf all deinen Geräten.",
    confirm:
      "Bitte bestätige innerhalb von drei Tagen, dass das deine Adresse ist. Was du hier ohne Konto bestellt hast, steht dann auch darin.",
    notYou:
      "Wenn nicht du das Konto eröffnet hast, wähle ein neues Passwort: Dann gehört es dir allein.",
  },
  confirmAddress: {
    subject: "Ist das deine Adresse?",
    text: "Jemand, wahrscheinlich du, möchte diese Adresse für ein Konto verwenden. Bestätige innerhalb von drei Tagen, dass es deine ist; dafür musst du angemeldet sein.",
    notYou: "Wenn du das nicht warst, ist nichts zu tun: Sie wird nicht verwendet.",
  },
  addressChanged: {
    subject: "Dein Konto hat eine andere Adresse",
    text: "Von jetzt an meldest du dich mit einer anderen Adresse an, und E-Mails gehen dorthin. Diese hier gehört nicht mehr zu deinem Konto.",
    notYou: "Wenn du das nicht warst, schreibe uns bitte sofort.",
  },
  passwordReset: {
    subject: "Ein neues Passwort",
    text: "Jemand, wahrscheinlich du, hat um ein neues Passwort gebeten. Wähle es hier innerhalb einer Stunde:",
    notYou: "Wenn du das nicht warst, ist nichts zu tun: Das alte gilt.",
  },
  passwordChanged: {
    subject: "Dein Passwort wurde geändert",
    text: "Das Passwort deines Kontos wurde geändert, und alle anderen Geräte wurden abgemeldet.",
    notYou: "Wenn du das nicht warst, wähle sofort ein neues:",
  },
  secondStep: {
    on: "Die Anmeldung braucht jetzt einen zweiten Schritt",
    off: "Die Anmeldung braucht wieder einen Schritt",
    isOn: "Von jetzt an fragt dein Konto nach einem Code deines Geräts. Hebe die Notfallcodes dort auf, wo du sie ohne es findest.",
    isOff: "Dein Konto fragt nicht mehr nach einem Code deines Geräts.",
    notYou: "Wenn du das nicht warst, wähle sofort ein neues Passwort:",
  },
};

export const accountWords: Readonly<Record<Language, typeof en>> = { en, de };
