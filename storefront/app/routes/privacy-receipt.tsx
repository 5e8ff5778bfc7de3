import { useEffect } from "react";
import { useRevalidator } from "react-router";
import { answerOf } from "../server/answer.server.ts";
import { storefrontOf } from "../server/storefront.server.ts";
import { ChipLink } from "../ui/link.tsx";
import type { Route } from "./+types/privacy-receipt";

/** The page looks again after this, until all is done. */
const AGAIN_MS = 2_000;

export async function loader({ context, params }: Route.LoaderArgs) {
  const { receipts } = storefrontOf(context).client.api.privacy;
  return answerOf(receipts[":id"].$get({ param: { id: params.id } }));
}

export function meta() {
  return [{ title: "Your receipt" }, { name: "robots", content: "noindex" }];
}

const places: Readonly<Record<string, string>> = {
  account: "Account",
  addresses: "Addresses",
  archivedEvents: "Events in the archive, made nameless",
  carts: "Carts",
  consents: "Answers about being followed",
  deadLetters: "Events that could not be read",
  exposures: "Experiments you were part of",
  letters: "Letters",
  notices: "Letters you asked for",
  ordersAnonymised: "Orders, made nameless",
  redisKeys: "Entries in the fast store",
  reservoirEntries: "Examples kept for learning",
  reviews: "Reviews",
  sessions: "Signed-in devices",
  streamMessages: "Messages in the log",
  userFeatures: "What was learnt of you",
  visitorLinks: "Browsers linked to you",
  wishlist: "Wishes",
};

export default function ReceiptPage({ loaderData }: Route.ComponentProps) {
  const { requestedAt, finishedAt, erased, id } = loaderData;
  useLookAgain(finishedAt === undefined);
  const rows = Object.entries(erased).filter(([, count]) => count > 0);
  return (
    <div className="page pt-10 md:pt-16">
      <h1 className="text-40 md:text-64">{finishedAt ? "It is gone" : "We are forgetting"}</h1>
      <p role="status" className="measure mt-6 text-20 text-ink-soft">
        {finishedAt
          ? "Nothing of it is left with us."
          : "What lies behind the shop is being cleaned. You may close this page; its address is your receipt."}
      </p>
      <dl className="figures mt-10 max-w-[34rem] text-14">
        <Row name="Asked for" value={timeText(requestedAt)} />
        <Row name="Finished" value={finishedAt ? timeText(finishedAt) : "Not yet"} />
        {rows.map(([place, count]) => (
          <Row key={place} name={places[place] ?? place} value={String(count)} />
        ))}
      </dl>
      <p className="mt-4 text-12 break-all text-ink-faint">Receipt {id}</p>
      <p className="mt-10">
        <ChipLink to="/">To the shop</ChipLink>
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
  return new Date(instant).toLocaleString("en-GB", {
    dateStyle: "medium",
    timeStyle: "medium",
    timeZone: "UTC",
  });
}
