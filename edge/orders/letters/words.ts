import type { Language } from "@slipstream/contracts/languages";

/** What the letters about an order say, in English: each other language says as much. */
const en = {
  look: "Look at your order",
  placed: {
    subject: (number: string) => `Your order ${number}`,
    text: "Thank you. We have your order and wait for your bank to confirm the payment. We write again as soon as it does.",
  },
  paid: {
    subject: (number: string) => `Your order ${number} is paid`,
    text: "Thank you for your order. We pack it now and write again when it leaves us.",
  },
  sums: { discount: "Discount", delivery: "Delivery", free: "Free", tax: "Tax", total: "Total" },
  shipped: {
    subject: (number: string) => `Your order ${number} is on its way`,
    text: (titles: string) => `A parcel left us with ${titles}.`,
    carrier: (carrier: string) => `It travels with ${carrier}.`,
    follow: "Follow the parcel",
  },
  delivered: {
    subject: (number: string) => `Your order ${number} has arrived`,
    text: (days: number) =>
      `Your order was delivered. If something is not as you hoped, you can send it back within ${days} days.`,
  },
  cancelled: {
    subject: (number: string) => `Your order ${number} was cancelled`,
    text: "Your order was cancelled. Nothing will be sent.",
    refund: (amount: string) =>
      `You get ${amount} back, the way you paid. Your bank may take a few days.`,
  },
  expired: {
    subject: (number: string) => `Your order ${number} was not paid`,
    text: "We kept your goods for a while, and the payment did not come. The order has ended: nothing was taken from you, and nothing will be sent.",
    again: "If you still want them, please order again. We hope that they are still there.",
  },
  refund: {
    subject: (amount: string, number: string) => `${amount} back for your order ${number}`,
    text: (amount: string) =>
      `We gave you ${amount} back, the way you paid. Your bank may take a few days to show it.`,
  },
  returned: {
    approved: (number: string) => `You can send it back: order ${number}`,
    refused: (number: string) => `About your return: order ${number}`,
    send: "Please send the goods back to us. You get your money as soon as they are here.",
    keep: "We are sorry: we cannot take these goods back.",
  },
};

const de: typeof en = {
  look: "Bestellung ansehen",
  placed: {
    subject: (number) => `Deine Bestellung ${number}`,
    text: "Danke. Wir haben deine Bestellung und warten, bis deine Bank die Zahlung bestätigt. Sobald sie das tut, schreiben wir wieder.",
  },
  paid: {
    subject: (number) => `Deine Bestellung ${number} ist bezahlt`,
    text: "Danke für deine Bestellung. Wir packen sie jetzt und schreiben wieder, wenn sie uns verlässt.",
  },
  sums: {
    discount: "Rabatt",
    delivery: "Versand",
    free: "Kostenlos",
    tax: "Steuer",
    total: "Summe",
  },
  shipped: {
    subject: (number) => `Deine Bestellung ${number} ist unterwegs`,
    text: (titles) => `Ein Paket hat uns verlassen mit ${titles}.`,
    carrier: (carrier) => `Es reist mit ${carrier}.`,
    follow: "Paket verfolgen",
  },
  delivered: {
    subject: (number) => `Deine Bestellung ${number} ist angekommen`,
    text: (days) =>
      `Deine Bestellung wurde geliefert. Wenn etwas nicht so ist wie erhofft, kannst du es innerhalb von ${days} Tagen zurücksenden.`,
  },
  cancelled: {
    subject: (number) => `Deine Bestellung ${number} wurde storniert`,
    text: "Deine Bestellung wurde storniert. Es wird nichts verschickt.",
    refund: (amount) =>
      `Du bekommst ${amount} zurück, so wie du bezahlt hast. Deine Bank braucht vielleicht ein paar Tage.`,
  },
  expired: {
    subject: (number) => `Deine Bestellung ${number} wurde nicht bezahlt`,
    text: "Wir haben deine Waren eine Weile aufgehoben, und die Zahlung kam nicht. Die Bestellung ist beendet: Es wurde nichts abgebucht, und es wird nichts verschickt.",
    again:
      "Wenn du sie noch möchtest, bestelle bitte noch einmal. Wir hoffen, dass sie noch da sind.",
  },
  refund: {
    subject: (amount, number) => `${amount} zurück für deine Bestellung ${number}`,
    text: (amount) =>
      `Wir haben dir ${amount} erstattet, so wie du bezahlt hast. Deine Bank braucht vielleicht ein paar Tage, bis sie es zeigt.`,
  },
  returned: {
    approved: (number) => `Du kannst es zurücksenden: Bestellung ${number}`,
    refused: (number) => `Zu deiner Rückgabe: Bestellung ${number}`,
    send: "Bitte sende die Waren an uns zurück. Du bekommst dein Geld, sobald sie hier sind.",
    keep: "Es tut uns leid: Wir können diese Waren nicht zurücknehmen.",
  },
};

export const orderWords: Readonly<Record<Language, typeof en>> = { en, de };
