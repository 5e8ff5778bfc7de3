import type { Language } from "@slipstream/contracts/languages";

/** What the letters about a notice say, in English: each other language says as much. */
const en = {
  ask: (title: string) => `Shall we tell you about ${title}?`,
  askedBack: (thing: string) =>
    `Somebody, hopefully you, asked us to write when ${thing} is back in stock.`,
  askedCheaper: (thing: string) =>
    `Somebody, hopefully you, asked us to write when ${thing} gets cheaper.`,
  yes: "Yes, tell me",
  notYou: "If it was not you, do nothing: without your yes we do not write again.",
  isBack: (title: string) => `${title} is back`,
  isCheaper: (title: string) => `${title} is cheaper now`,
  back: (thing: string, price: string) => `${thing} is in stock again, for ${price}.`,
  cheaper: (thing: string, price: string) => `${thing} now costs ${price}.`,
  look: "Look at it",
  once: "You asked us to tell you. This was the only letter about it.",
  forget: "Forget that I asked",
};

const de: typeof en = {
  ask: (title) => `Sollen wir dir Bescheid sagen: ${title}?`,
  askedBack: (thing) =>
    `Jemand, hoffentlich du, hat uns gebeten zu schreiben, wenn ${thing} wieder auf Lager ist.`,
  askedCheaper: (thing) =>
    `Jemand, hoffentlich du, hat uns gebeten zu schreiben, wenn ${thing} billiger wird.`,
  yes: "Ja, sagt mir Bescheid",
  notYou: "Wenn du das nicht warst, tu nichts: Ohne dein Ja schreiben wir nicht wieder.",
  isBack: (title) => `${title} ist wieder da`,
  isCheaper: (title) => `${title} ist jetzt billiger`,
  back: (thing, price) => `${thing} ist wieder auf Lager, für ${price}.`,
  cheaper: (thing, price) => `${thing} kostet jetzt ${price}.`,
  look: "Ansehen",
  once: "Du hast uns gebeten, dir Bescheid zu sagen. Das war die einzige E-Mail dazu.",
  forget: "Vergesst, dass ich gefragt habe",
};

export const noticeWords: Readonly<Record<Language, typeof en>> = { en, de };
