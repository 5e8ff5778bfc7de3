import type { Review, ReviewVote } from "@slipstream/contracts/review-api";
import ThumbsUp from "lucide-react/icons/thumbs-up";
import { useFetcher } from "react-router";
import { t } from "../language/text.ts";
import type { FormProblem } from "../ui/form/form-problem.ts";

/** What a vote's form sends: to the page of a product's reviews. */
export const VOTE = { review: "review", helpful: "helpful", yes: "yes", no: "no" } as const;

interface HelpfulVoteProps {
  review: Review;
  /** The member's own, if they gave one. */
  vote: ReviewVote | undefined;
}

/** Says that a review is helpful, and takes it back; who is not signed in is asked to. */
export function HelpfulVote({ review, vote }: HelpfulVoteProps) {
  const fetcher = useFetcher<{ vote?: ReviewVote; problem?: FormProblem }>();
  const sent = fetcher.formData?.get(VOTE.helpful);
  const given = vote !== undefined;
  const wanted = sent ? sent === VOTE.yes : given;
  // The list may be a minute old; what the vote answered is not.
  const count = (fetcher.data?.vote ?? vote ?? review).helpful;
  // Once it has answered, its vote is counted there, though not yet among the member's own.
  const answered = fetcher.state !== "submitting";
  const shown = count + (answered || wanted === given ? 0 : wanted ? 1 : -1);
  const { problem } = fetcher.data ?? {};
  return (
    <fetcher.Form method="post" className="mt-1 -ml-3 flex items-center gap-3 text-14">
      <input type="hidden" name={VOTE.review} value={review.id} />
      <button
        type="submit"
        name={VOTE.helpful}
        value={wanted ? VOTE.no : VOTE.yes}
        aria-pressed={wanted}
        className="figures inline-flex min-h-11 items-center gap-2 rounded-full px-3 hover:bg-control"
      >
        <ThumbsUp size={16} fill={wanted ? "currentColor" : "none"} aria-hidden="true" />
        {shown === 0 ? t("Helpful") : t("Helpful ({count})", { count: shown })}
      </button>
      {problem && (
        <p role="alert" className="text-error">
          {problem.detail}
        </p>
      )}
    </fetcher.Form>
  );
}
