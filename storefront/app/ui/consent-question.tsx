import { rich, t } from "../language/text.ts";
import { ConsentButtons } from "./consent-buttons.tsx";
import { TextLink } from "./link.tsx";

/** Floats, moves nothing. */
export default function ConsentQuestion() {
  return (
    <section
      aria-label={t("Your choice")}
      className="pointer-events-auto w-full max-w-[46rem] rounded-picture bg-float px-6 py-5 shadow-(--shadow)"
    >
      <div className="flex flex-col gap-4 md:flex-row md:items-center md:gap-10">
        <p className="flex-1 text-14">
          {rich(
            "May we follow what you look at in this shop, to choose what to show you next, and measure how fast its pages are? It stays here, and you can {change}.",
            { change: <TextLink to="/privacy">{t("change your mind")}</TextLink> },
          )}
        </p>
        <ConsentButtons />
      </div>
    </section>
  );
}
