import type { Language } from "@slipstream/contracts/languages";
import type { Letter } from "../mail/letter.ts";
import { accountWords } from "./letter-words.ts";

/** Letters about the account itself; `base`: the address of the shop's front page in the language. */
export function accountLetters(language: Language) {
  const words = accountWords[language];
  const chooseAnew = (base: string) => ({ link: `${base}/forgot`, text: words.choose });
  return {
    welcome: ({ shopName, link, base }: Record<"shopName" | "link" | "base", string>): Letter => ({
      subject: words.welcome.subject(shopName),
      blocks: [
        words.welcome.ready,
        words.welcome.confirm,
        { link, text: words.confirm },
        words.welcome.notYou,
        chooseAnew(base),
      ],
    }),

    confirmAddress: ({ link }: { link: string }): Letter => {
      const { subject, text, notYou } = words.confirmAddress;
      return { subject, blocks: [text, { link, text: words.confirm }, notYou] };
    },

    addressChanged: ({ base }: { base: string }): Letter => {
      const { subject, text, notYou } = words.addressChanged;
      return { subject, blocks: [text, notYou, { link: base, text: words.toShop }] };
    },

    passwordReset: ({ link }: { link: string }): Letter => {
      const { subject, text, notYou } = words.passwordReset;
      return { subject, blocks: [text, { link, text: words.choose }, notYou] };
    },

    passwordChanged: ({ base }: { base: string }): Letter => {
      const { subject, text, notYou } = words.passwordChanged;
      return { subject, blocks: [text, notYou, chooseAnew(base)] };
    },

    secondStep: ({ on, base }: { on: boolean; base: string }): Letter => {
      const { secondStep: said } = words;
      return {
        subject: on ? said.on : said.off,
        blocks: [on ? said.isOn : said.isOff, said.notYou, chooseAnew(base)],
      };
    },
  };
}
