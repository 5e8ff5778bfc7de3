import ArrowLeft from "lucide-react/icons/arrow-left";
import ArrowRight from "lucide-react/icons/arrow-right";
import { t } from "../language/text.ts";
import { ChipLink } from "./link.tsx";

interface PaginationProps {
  page: number;
  pages: number;
  /** The address of a page. */
  to: (page: number) => string;
}

export function Pagination({ page, pages, to }: PaginationProps) {
  if (pages <= 1) return null;
  return (
    <nav aria-label={t("Pages")} className="mt-16 flex items-center justify-center gap-4">
      {page > 1 && (
        <ChipLink to={to(page - 1)} rel="prev" className="gap-2">
          <ArrowLeft size={16} aria-hidden="true" /> {t("Previous")}
        </ChipLink>
      )}
      <span className="figures text-14 text-ink-soft">
        {t("Page {page} of {pages}", { page, pages })}
      </span>
      {page < pages && (
        <ChipLink to={to(page + 1)} rel="next" className="gap-2">
          {t("Next")} <ArrowRight size={16} aria-hidden="true" />
        </ChipLink>
      )}
    </nav>
  );
}
