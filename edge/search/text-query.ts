import type { Language } from "@slipstream/contracts/languages";
import { type SQL, sql } from "drizzle-orm";
import type { WordGroup } from "./synonym-groups.ts";

/**
 * The `tsquery` of a search: every group must be there (or, `relaxed`, any of them). A word fits in
 * its very letters or by its stem, in German too where that is the `language`; the last one may go on where `lastGoesOn`.
 */
export function textQuery(
  groups: readonly WordGroup[],
  options: { lastGoesOn: boolean; relaxed: boolean; language: Language },
): SQL {
  const parts = groups.map((group, place) => {
    const goesOn = options.lastGoesOn && place === groups.length - 1;
    const alternatives = group.alternatives.map((words, at) =>
      joined(
        words.map((word, within) =>
          fits(word, goesOn && at === 0 && within === words.length - 1, options.language),
        ),
        sql` && `,
      ),
    );
    return joined(alternatives, sql` || `);
  });
  return joined(parts, options.relaxed ? sql` || ` : sql` && `);
}

function fits(word: string, goesOn: boolean, language: Language): SQL {
  // Words hold letters and digits alone, so nothing in the quotes can end them.
  const quoted = `'${word}'`;
  const german = language === "de" ? sql` || to_tsquery('search_german', ${quoted})` : sql``;
  return sql`(to_tsquery('search_plain', ${goesOn ? `${quoted}:*` : quoted})
    || to_tsquery('search_english', ${quoted})${german})`;
}

function joined(parts: readonly SQL[], by: SQL): SQL {
  return sql`(${sql.join([...parts], by)})`;
}
