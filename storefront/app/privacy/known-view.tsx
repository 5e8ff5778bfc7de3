import type { EventType } from "@slipstream/contracts/event-types";
import type { Known } from "@slipstream/contracts/privacy-api";
import { type Message, msg, t } from "../language/text.ts";
import { ShowAgain } from "../rail/show-again.tsx";
import { dayText } from "../ui/date-text.ts";
import { shareClass } from "../ui/measure.ts";
import { Notice } from "../ui/notice.tsx";
import { ProductLine } from "../ui/product-line.tsx";

const did: Readonly<Record<EventType, Message>> = {
  impression: msg("Products you were shown"),
  view: msg("Products you looked at"),
  click: msg("Shelves you clicked on"),
  search: msg("Searches"),
  hide: msg("Products you did not want to see"),
  unhide: msg("Products you wanted to see again after all"),
  identify: msg("Times you signed in"),
  add_to_cart: msg("Things put into the cart"),
  remove_from_cart: msg("Things taken out of the cart"),
  checkout: msg("Checkouts begun"),
  purchase: msg("Purchases"),
  return: msg("Returns"),
  rating: msg("Ratings"),
};

const kept: Readonly<Record<string, Message>> = {
  addresses: msg("Addresses"),
  orders: msg("Orders"),
  reviews: msg("Reviews"),
  wishlist: msg("Wishes"),
  reviewVotes: msg("Reviews found helpful"),
  notices: msg("Letters you asked for"),
};

const acts: Readonly<Partial<Record<EventType, Message>>> = {
  view: msg("Looked at"),
  click: msg("Clicked"),
  hide: msg("Not interested"),
  unhide: msg("Interested again"),
  add_to_cart: msg("Put into the cart"),
  remove_from_cart: msg("Taken out of the cart"),
  purchase: msg("Bought"),
  return: msg("Sent back"),
  rating: msg("Rated"),
};

function wordFor(words: Readonly<Record<string, Message | undefined>>, name: string): string {
  const word = words[name];
  return word ? t(word) : name;
}

/** What the shop knows of a person, in plain words. */
export function KnownView({ known }: { known: Known }) {
  const { member, recent, hidden, interests, events, counts, taste, complete } = known;
  const nothing = recent.length + hidden.length + interests.length === 0 && !taste;
  return (
    <div className="space-y-16">
      {!complete && (
        <Notice title={t("Not all of it can be shown at the moment")}>
          {t("The store of what you looked at last does not answer. Please try again in a minute.")}
        </Notice>
      )}
      {nothing && complete && (
        <Notice title={t("We do not know what you like")}>
          {member
            ? t("Nothing that you looked at is kept.")
            : t("There is nothing here that tells you from others.")}
        </Notice>
      )}
      {interests.length > 0 && <Interests interests={interests} />}
      {recent.length > 0 && <Recent recent={recent} />}
      {hidden.length > 0 && <Hidden hidden={hidden} />}
      <Figures
        title={t("What happened")}
        rows={Object.entries(events).map(([type, count]) => [wordFor(did, type), count])}
      />
      <Figures
        title={t("What you keep with us")}
        rows={Object.entries(counts).map(([name, count]) => [wordFor(kept, name), count])}
      />
      <Uses known={known} />
    </div>
  );
}

function Interests({ interests }: Pick<Known, "interests">) {
  return (
    <section>
      <h2 className="text-28">{t("What seems to interest you")}</h2>
      <ul className="mt-6 max-w-[34rem] space-y-2 text-14">
        {interests.map(({ category, name, share }) => (
          <li
            key={category}
            className="figures grid grid-cols-[8rem_minmax(0,1fr)_4ch] items-center gap-3"
          >
            <span className="truncate">{name}</span>
            <span aria-hidden="true" className="h-2 rounded-full bg-control">
              <span className={`block h-2 w-(--share) rounded-full bg-ink ${shareClass(share)}`} />
            </span>
            <span className="text-right text-ink-soft">{Math.round(share * 100)} %</span>
          </li>
        ))}
      </ul>
      <p className="measure mt-4 text-14 text-ink-soft">
        {t(
          "Counted from what you did: a purchase weighs five looks, something put into the cart three.",
        )}
      </p>
    </section>
  );
}

/** So many are shown before the rest is opened. */
const SHOWN = 8;

function Recent({ recent }: Pick<Known, "recent">) {
  const rows = recent.map(({ itemId, type, at, product }) => (
    <li key={`${itemId} ${type} ${at}`}>
      {product ? (
        <ProductLine product={product} note={`${wordFor(acts, type)}, ${dayText(at)}`} />
      ) : (
        <p className="text-14 text-ink-soft">
          {t("A product that is gone")}, {dayText(at)}
        </p>
      )}
    </li>
  ));
  return (
    <section>
      <h2 className="text-28">{t("What you looked at last")}</h2>
      <ul className="mt-6 grid gap-x-10 gap-y-4 sm:grid-cols-2">{rows.slice(0, SHOWN)}</ul>
      {rows.length > SHOWN && (
        <details className="mt-4">
          <summary className="min-h-11 content-center text-14">
            {t("{count} more", { count: rows.length - SHOWN })}
          </summary>
          <ul className="mt-4 grid gap-x-10 gap-y-4 sm:grid-cols-2">{rows.slice(SHOWN)}</ul>
        </details>
      )}
    </section>
  );
}

function Hidden({ hidden }: Pick<Known, "hidden">) {
  return (
    <section>
      <h2 className="text-28">{t("What you do not want to see")}</h2>
      <ul className="mt-6 grid gap-x-10 gap-y-4 sm:grid-cols-2">
        {hidden.map(({ itemId, product }) => (
          <li key={itemId}>
            {product ? (
              <ProductLine product={product}>
                <ShowAgain itemId={itemId} title={product.title} />
              </ProductLine>
            ) : (
              t("A product that is gone")
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Figures({ title, rows }: { title: string; rows: readonly (readonly [string, number])[] }) {
  if (rows.length === 0) return null;
  return (
    <section>
      <h2 className="text-28">{title}</h2>
      <dl className="figures mt-6 max-w-[26rem] text-14">
        {rows.map(([name, count]) => (
          <div key={name} className="flex justify-between gap-4 border-line border-t py-2">
            <dt>{name}</dt>
            <dd>{count}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Which shelf uses what of it. */
function Uses({ known: { consent, taste } }: { known: Known }) {
  const followed = consent === "granted";
  return (
    <section>
      <h2 className="text-28">{t("What we use it for")}</h2>
      <dl className="measure mt-6 space-y-4">
        <Use name={t("For you")}>
          {followed
            ? taste
              ? t(
                  "What you looked at last, and {numbers} numbers that stand for your taste. By themselves the numbers mean nothing to anybody.",
                  { numbers: taste.numbers },
                )
              : t("What you looked at last, and your taste, once there is enough to learn it from.")
            : t("Nothing of you: what is popular this week.")}
        </Use>
        <Use name={t("Because you looked at …")}>
          {followed
            ? t("The products above, the last one most.")
            : t("Only what this page has open.")}
        </Use>
        <Use name={t("Similar, Often bought together")}>
          {t("The product on the page, and what all shoppers did with it.")}
        </Use>
        <Use name={t("Search and categories")}>
          {followed
            ? t("The order of what is found follows what you looked at in this visit.")
            : t("The same order for everybody.")}
        </Use>
        <Use name={t("Anybody else")}>{t("Nobody. It stays in this shop’s own stores.")}</Use>
      </dl>
      <p className="measure mt-4 text-14 text-ink-soft">
        {t(
          "Each product on a shelf says by itself why it stands there: press “Why this?” on its picture.",
        )}
      </p>
    </section>
  );
}

function Use({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt className="font-medium">{name}</dt>
      <dd className="mt-1 text-ink-soft">{children}</dd>
    </div>
  );
}
