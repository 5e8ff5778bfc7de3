import { isRouteErrorResponse } from "react-router";
import { useShop } from "../shop.ts";
import { ChipLink } from "./link.tsx";

interface Problem {
  status: number;
  title: string;
  advice: string;
}

/** What to say about an error that reached the page. */
export function readProblem(error: unknown): Problem {
  if (!isRouteErrorResponse(error)) {
    return {
      status: 500,
      title: "Something broke on our side",
      advice: "Please load the page again in a moment. Nothing you did was lost.",
    };
  }
  if (error.status === 404) {
    return {
      status: 404,
      title: "There is nothing here",
      advice: "It may have sold out for good or moved. Search for it above, or look around here:",
    };
  }
  if (error.status === 503) {
    return {
      status: 503,
      title: "The shop is catching its breath",
      advice: "Please try again in a few seconds.",
    };
  }
  return {
    status: error.status,
    title: "That did not work",
    advice: "Please go back one page and try again.",
  };
}

export function ProblemPage({ status, title, advice }: Problem) {
  const { categories } = useShop();
  return (
    <div className="page pt-16 md:pt-26">
      <title>{title}</title>
      <meta name="robots" content="noindex" />
      <p className="figures font-mono text-14 text-ink-soft">{status}</p>
      <h1 className="mt-4 text-40 md:text-64">{title}</h1>
      <p className="measure mt-6 text-20 text-ink-soft">{advice}</p>
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
