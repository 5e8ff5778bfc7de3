const LAST_PAGE = 10_000;

/** The page that an address asks for, as the API takes it. */
export function pageParam(params: URLSearchParams): string {
  const page = Number(params.get("page") ?? 1);
  return String(Number.isInteger(page) && page >= 1 && page <= LAST_PAGE ? page : 1);
}

/** What an address says by this name, if it is one of these. */
export function choiceParam<Choice extends string>(
  params: URLSearchParams,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  return choices.find((choice) => choice === params.get(name));
}

/** Words that an address holds, cut to what the API takes; undefined for none. */
export function wordsParam(params: URLSearchParams, name = "q"): string | undefined {
  const words = (params.get(name) ?? "").replace(/\p{Cc}+/gu, " ").trim();
  return words === "" ? undefined : words.slice(0, 200).toWellFormed();
}
