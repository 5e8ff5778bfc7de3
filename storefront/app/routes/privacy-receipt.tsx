import { useEffect } from "react";
import { useRevalidator } from "react-router";
import { type Message, msg, t } from "../language/text.ts";
import { answerOf } from "../server/answer.server.ts";
import { storefrontOf } from "../server/storefront.server.ts";
import { formatTime } from "../ui/date-text.ts";
import { ChipLink } from "../ui/link.tsx";
import type { Route } from "./+types/privacy-receipt";

/** The page looks again after this, until all is done. */
const AGAIN_MS = 2_000;

export async function loader({ context, params }: Route.LoaderArgs) {
  const { receipts } = storefrontOf(context).client.api.privacy;
  return answerOf(receipts[":id"].$get({ param: { id: params.id } }));
}

export function meta() {
  return [{ title: t("Your receipt") }, { name: "robots", content: "noindex" }];
}

const places: Readonly<Record<string, Message>> = {
  account: msg("Account"),
  addresses: msg("Addresses"),
  archivedEvents: msg("Events in the archive, made nameless"),
  carts: msg("Carts"),
  consents: msg("Answers about being followed"),
  deadLetters: msg("Events that could not be read"),
  exposures: msg("Experiments you were part of"),
  letters: msg("Letters"),
  notices: msg("Letters you asked for"),
  ordersAnonymised: msg("Orders, made nameless"),
  redisKeys: msg("Entries in the fast store"),
  reservoirEntries: msg("Examples kept for learning"),
  reviews: msg("Reviews"),
  sessions: msg("Signed-in devices"),
  streamMessages: msg("Messages in the log"),
  userFeatures: msg("What was learnt of you"),
  visitorLinks: msg("Browsers linked to you"),
  wishlist: msg("Wishes"),
  reviewVotes: msg("Reviews found helpful"),
};

export default function ReceiptPage({ loaderData }: Route.ComponentProps) {
  const { requestedAt, finishedAt, erased, id } = loaderData;
  useLookAgain(finishedAt === undefined);
  const rows = Object.entries(erased).filter(([, count]) => count > 0);
  return (
    <div className="page pt-10 md:pt-16">
      <h1 className="text-40 md:text-64">
        {finishedAt ? t("It is gone") : t("We are forgetting")}
      </h1>
      <p role="status" className="measure mt-6 text-20 text-ink-soft">
        {finishedAt
          ? t("Nothing of it is left with us.")
          : t(
              "What lies behind the shop is being cleaned. You may close this page: its address is your receipt.",
            )}
      </p>
      <dl className="figures mt-10 max-w-[34rem] text-14">
        <Row name={t("Asked for")} value={timeText(requestedAt)} />
        <Row name={t("Finished")} value={finishedAt ? timeText(finishedAt) : t("Not yet")} />
        {rows.map(([place, count]) => (
          <Row key={place} name={places[place] ? t(places[place]) : place} value={String(count)} />
        ))}
      </dl>
      <p className="mt-4 text-12 break-all text-ink-faint">{t("Receipt {id}", { id })}</p>
      <p className="mt-10">
        <ChipLink to="/">{t("To the shop")}</ChipLink>
      </p>
    </div>
  );
}

function Row({ name, value }: { name: string; value: string }) {
  return (
    <div className="flex justify-between gap-4 border-line border-t py-2">
      <dt>{name}</dt>
      <dd className="text-right">{value}</dd>
    </div>
  );
}

function useLookAgain(waits: boolean): void {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (!waits) return;
    const timer = setInterval(() => void revalidate(), AGAIN_MS);
    return () => clearInterval(timer);
  }, [waits, revalidate]);
}

function timeText(instant: string): string {
  return formatTime(instant, { dateStyle: "medium", timeStyle: "medium" });
}
