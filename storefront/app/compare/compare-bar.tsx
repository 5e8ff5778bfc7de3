import X from "lucide-react/icons/x";
import { useLocation } from "react-router";
import { t } from "../language/text.ts";
import { IconButton } from "../ui/button.tsx";
import { ChipLink } from "../ui/link.tsx";
import { comparePath, setCompared, useCompared } from "./chosen.ts";

/** Floats while something waits to be compared, but on the page that compares. */
export default function CompareBar() {
  const slugs = useCompared();
  const { pathname } = useLocation();
  if (pathname === "/compare") return null;
  return (
    <section aria-label={t("To compare")}>
      <div
        role="status"
        className="pointer-events-auto flex items-center gap-3 rounded-full bg-float py-2 pr-2 pl-6 text-14 shadow-(--shadow)"
      >
        {t("{count} product. Choose another.|{count} products", { count: slugs.length })}
        <ChipLink to={comparePath(slugs)}>{t("Compare")}</ChipLink>
        <IconButton label={t("Compare none of them")} onClick={() => setCompared([])}>
          <X size={18} aria-hidden="true" />
        </IconButton>
      </div>
    </section>
  );
}
