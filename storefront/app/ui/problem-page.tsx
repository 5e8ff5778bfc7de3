import { useEffect } from "react";
import { isRouteErrorResponse, useRevalidator } from "react-router";
import { t } from "../language/text.ts";
import { useShop } from "../shop.ts";
import { Button } from "./button.tsx";
import { ChipLink } from "./link.tsx";

interface Problem {
  /** Absent where nobody answered. */
  status?: number;
  title: string;
  advice: string;
}

/** How browsers call a request that reached nobody: Chromium, Firefox, Safari. */
const unreached = /failed to fetch|networkerror|load failed/i;

function offline(): Problem {
  return {
    title: t("You are offline"),
    advice: t("This page comes as soon as the network is back."),
  };
}

function broken(status: number): Problem {
  return {
    status,
    title: t("Something broke on our side"),
    advice: t("Please load the page again in a moment. Nothing you did was lost."),
  };
}

function isOffline(error: unknown): boolean {
  if (globalThis.navigator?.onLine === false) return true;
  return error instanceof TypeError && unreached.test(error.message);
}

/** What to say about an error that reached the page. */
export function readProblem(error: unknown): Problem {
  if (!isRouteErrorResponse(error)) return isOffline(error) ? offline() : broken(500);
  if (error.status === 404) {
    return {
      status: 404,
      title: t("There is nothing here"),
      advice: t(
        "It may have sold out for good or moved. Search for it above, or look around here:",
      ),
    };
  }
  if (error.status === 503) {
    return {
      status: 503,
      title: t("The shop is catching its breath"),
      advice: t("Please try again in a few seconds."),
    };
  }
  if (error.status >= 500) return broken(error.status);
  return {
    status: error.status,
    title: t("That did not work"),
    advice: t("Please go back one page and try again."),
  };
}

/** Says what went wrong, from the error that reached the page. */
export default function ProblemPage({ error }: { error: unknown }) {
  const { status, title, advice } = readProblem(error);
  const { categories } = useShop();
  return (
    <div className="page pt-16 md:pt-26">
      <title>{title}</title>
      <meta name="robots" content="noindex" />
      {status !== undefined && <p className="figures font-mono text-14 text-ink-soft">{status}</p>}
      <h1 className="mt-4 text-40 md:text-64">{title}</h1>
      <p className="measure mt-6 text-20 text-ink-soft">{advice}</p>
      {(status === undefined || status >= 500) && <Retry />}
      {status !== undefined && status !== 404 && status < 500 && (
        <p className="mt-10">
          <ChipLink to="/">{t("Back to the shop")}</ChipLink>
        </p>
      )}
      {status === 404 && (
        <ul className="mt-10 flex max-w-[48rem] flex-wrap gap-2">
          {categories
            .filter(({ parentSlug }) => parentSlug === undefined)
            .map(({ slug, name }) => (
              <li key={slug}>
                <ChipLink to={`/c/${slug}`}>{name}</ChipLink>
              </li>
            ))}
        </ul>
      )}
    </div>
  );
}

/** Asks for the page anew: when told to, and by itself when the network is back. */
function Retry() {
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    const retry = () => void revalidate();
    addEventListener("online", retry);
    return () => removeEventListener("online", retry);
  }, [revalidate]);
  return (
    <Button
      look="strong"
      className="mt-10"
      disabled={state === "loading"}
      onClick={() => void revalidate()}
    >
      {t("Try again")}
    </Button>
  );
}
