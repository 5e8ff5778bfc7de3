import { isEnglishOnly, languages, pathIn } from "@slipstream/contracts/languages";
import { useLocation } from "react-router";
import { currentLanguage } from "../language/current.ts";
import { t } from "../language/text.ts";

/** Each language by its own name: who looks for it reads no other. */
const names = { en: "English", de: "Deutsch" };

/**
 * The same page in another language, which is then kept: see edge/pages/page-language.ts. Nothing
 * where there is none.
 */
export function LanguageMenu() {
  const { pathname, search } = useLocation();
  const here = currentLanguage();
  if (isEnglishOnly(pathname)) return null;
  return (
    <nav aria-label={t("Language")}>
      <ul className="flex gap-x-4 sm:gap-x-6">
        {languages.map((language) => {
          const query = new URLSearchParams(search);
          query.set("language", language);
          return (
            <li key={language}>
              <a
                href={`${pathIn(language, pathname)}?${query}`}
                hrefLang={language}
                lang={language}
                rel="nofollow"
                aria-current={language === here ? "true" : undefined}
                className="inline-flex min-h-11 items-center hover:text-ink hover:underline hover:underline-offset-4 aria-[current]:text-ink"
              >
                {names[language]}
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
