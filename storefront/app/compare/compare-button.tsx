import Scale from "lucide-react/icons/scale";
import { hrefOf } from "../language/current.ts";
import { t } from "../language/text.ts";
import { toggleCompared, useCompared } from "./chosen.ts";

interface CompareButtonProps {
  product: { slug: string; title: string };
  /** Written beside the icon; without it only the icon is seen. */
  words?: boolean;
  className?: string;
}

/** Puts a product among those to compare. Without scripts it leads to the page that compares. */
export function CompareButton({ product, words = false, className = "" }: CompareButtonProps) {
  const { slug, title } = product;
  const isChosen = useCompared().includes(slug);
  return (
    <form
      action={hrefOf("/compare")}
      className={className}
      onSubmit={(event) => {
        event.preventDefault();
        toggleCompared(slug);
      }}
    >
      <button
        type="submit"
        name="items"
        value={slug}
        aria-pressed={isChosen}
        aria-label={t("Compare: {product}", { product: title })}
        className={`inline-flex min-h-11 min-w-11 items-center justify-center gap-2 rounded-full text-14 ${words ? "-ml-3 px-3 hover:bg-control" : "on-picture"}`}
      >
        <Scale size={18} strokeWidth={isChosen ? 2.75 : 2} aria-hidden="true" />
        {words && (isChosen ? t("Being compared") : t("Compare"))}
      </button>
    </form>
  );
}
