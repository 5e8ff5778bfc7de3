import { answerOf } from "../server/answer.server.ts";
import { storefrontOf } from "../server/storefront.server.ts";
import { Notice } from "../ui/notice.tsx";
import type { Route } from "./+types/mail";

export async function loader({ context, request, url }: Route.LoaderArgs) {
  const to = url.searchParams.get("to");
  const query = to === null ? {} : { to };
  return answerOf(storefrontOf(context).client.api.admin.mails.$get({ query }), request);
}

export function meta({ matches }: Route.MetaArgs) {
  return [
    { title: `Letters · ${matches[0].loaderData.shop.name}` },
    { name: "robots", content: "noindex" },
  ];
}

/** The letters of an installation that sends none: for working on it. */
export default function MailPage({ loaderData }: Route.ComponentProps) {
  const { mails } = loaderData;
  return (
    <div className="page pt-8 md:pt-10">
      <h1 className="text-40">Letters</h1>
      <p className="measure mt-4 text-ink-soft">
        This installation sends nothing: what it would have sent stays here, its words for an hour.
      </p>
      {mails.length === 0 && (
        <div className="mt-8">
          <Notice title="Nothing was written yet" />
        </div>
      )}
      <ul className="mt-8">
        {mails.map(({ id, recipient, subject, text, createdAt }) => (
          <li key={id} className="border-line border-t py-6">
            <article className="measure">
              <h2 className="text-20">{subject}</h2>
              <p className="mt-1 text-14 break-words text-ink-soft">
                To {recipient}, <time dateTime={createdAt}>{timeText(createdAt)}</time>
              </p>
              <p className="mt-4 text-14 break-words whitespace-pre-line">{withLinks(text)}</p>
            </article>
          </li>
        ))}
      </ul>
    </div>
  );
}

function withLinks(text: string) {
  return text.split(/(https?:\/\/\S+)/).map((part) =>
    /^https?:/.test(part) ? (
      <a key={part} href={part} className="underline underline-offset-4">
        {part}
      </a>
    ) : (
      part
    ),
  );
}

function timeText(instant: string): string {
  return new Date(instant).toLocaleString("en-GB", {
    dateStyle: "medium",
    timeStyle: "medium",
    timeZone: "UTC",
  });
}
