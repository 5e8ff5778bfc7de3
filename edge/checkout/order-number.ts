/** Without letters that look like figures, or that spell words. */
const LETTERS = "23456789BCDFGHJKMNPQRSTVWXYZ";
const GROUPS = 2;
const GROUP_LENGTH = 4;

/** A number that people can read out: `7K2M-9QXT`. It tells nobody how many orders there are. */
export function newOrderNumber(): string {
  const bytes = crypto.getRandomValues(new Uint32Array(GROUPS * GROUP_LENGTH));
  const letters = Array.from(bytes, (value) => LETTERS[value % LETTERS.length]!).join("");
  return `${letters.slice(0, GROUP_LENGTH)}-${letters.slice(GROUP_LENGTH)}`;
}
