import type { EventType } from "@slipstream/contracts/event-types";
import type { Known } from "@slipstream/contracts/privacy-api";
import { ShowAgain } from "../rail/show-again.tsx";
import { dayText } from "../ui/date-text.ts";
import { shareClass } from "../ui/measure.ts";
import { Notice } from "../ui/notice.tsx";
import { ProductLine } from "../ui/product-line.tsx";

const did: Readonly<Partial<Record<EventType, string>>> = {
  impression: "Products you were shown",
  view: "Products you looked at",
  click: "Shelves you clicked on",
  search: "Searches",
  hide: "Products you did not want to see",
  add_to_cart: "Things put into the cart",
  remove_from_cart: "Things taken out of the cart",
  checkout: "Checkouts begun",
  purchase: "Purchases",
  return: "Returns",
  rating: "Ratings",
};

const kept: Readonly<Record<string, string>> = {
  addresses: "Addresses",
  orders: "Orders",
  reviews: "Reviews",
  wishlist: "Wishes",
  notices: "Letters you asked for",
};

const acts: Readonly<Partial<Record<EventType, string>>> = {
  view: "Looked at",
  click: "Clicked",
  hide: "Not interested",
  unhide: "Interested again",
  add_to_cart: "Put into the cart",
  remove_from_cart: "Taken out of the cart",
  purchase: "Bought",
  return: "Sent back",
  rating: "Rated",
};

/** What the shop knows of a person, in plain words. */
export function KnownView({ known }: { known: Known }) {
  const { member, recent, hidden, interests, events, counts, taste, complete } = known;
  const nothing = recent.length + hidden.length + interests.length === 0 && !taste;
  return (
    <div className="space-y-16">
      {!complete && (
        <Notice title="Not all of it can be shown at the moment">
          The store of what you looked at last does not answer. Please try again in a minute.
        </Notice>
      )}
      {nothing && complete && (
        <Notice title="We do not know what you like">
          {member
            ? "Nothing that you looked at is kept."
            : "There is nothing here that tells you from others."}
        </Notice>
      )}
      {interests.length > 0 && <Interests interests={interests} />}
      {recent.length > 0 && <Recent recent={recent} />}
      {hidden.length > 0 && <Hidden hidden={hidden} />}
      <Figures
        title="What happened"
        rows={Object.entries(events).map(([type, count]) => [
          did[type as EventType] ?? type,
          count,
        ])}
      />
      <Figures
        title="What you keep with us"
        rows={Object.entries(counts).map(([name, count]) => [kept[name] ?? name, count])}
      />
      <Uses known={known} />
    </div>
  );
}

function Interests({ interests }: Pick<Known, "interests">) {
  return (
    <section>
      <h2 className="text-28">What seems to interest you</h2>
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
        Counted from what you did: a purchase weighs five looks, something put into the cart three.
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
        <ProductLine product={product} note={`${acts[type] ?? type}, ${dayText(at)}`} />
      ) : (
        <p className="text-14 text-ink-soft">A product that is gone, {dayText(at)}</p>
      )}
    </li>
  ));
  return (
    <section>
      <h2 className="text-28">What you looked at last</h2>
      <ul className="mt-6 grid gap-x-10 gap-y-4 sm:grid-cols-2">{rows.slice(0, SHOWN)}</ul>
      {rows.length > SHOWN && (
        <details className="mt-4">
          <summary className="min-h-11 content-center text-14">{`${rows.length - SHOWN} more`}</summary>
          <ul className="mt-4 grid gap-x-10 gap-y-4 sm:grid-cols-2">{rows.slice(SHOWN)}</ul>
        </details>
      )}
    </section>
  );
}

function Hidden({ hidden }: Pick<Known, "hidden">) {
  return (
    <section>
      <h2 className="text-28">What you do not want to see</h2>
      <ul className="mt-6 grid gap-x-10 gap-y-4 sm:grid-cols-2">
        {hidden.map(({ itemId, product }) => (
          <li key={itemId}>
            {product ? (
              <ProductLine product={product}>
                <ShowAgain itemId={itemId} title={product.title} />
              </ProductLine>
            ) : (
              "A product that is gone"
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
      <h2 className="text-28">What we use it for</h2>
      <dl className="measure mt-6 space-y-4">
        <Use name="For you">
          {followed
            ? `What you looked at last, and ${taste ? `${taste.numbers} numbers that stand for your taste` : "your taste, once there is enough to learn it from"}. By themselves the numbers mean nothing to anybody.`
            : "Nothing of you: what is popular this week."}
        </Use>
        <Use name="Because you looked at …">
          {followed ? "The products above, the last one most." : "Only what this page has open."}
        </Use>
        <Use name="Similar, Often bought together">
          The product on the page, and what all shoppers did with it.
        </Use>
        <Use name="Search and categories">
          {followed
            ? "The order of what is found follows what you looked at in this visit."
            : "The same order for everybody."}
        </Use>
        <Use name="Anybody else">Nobody. It stays in this shop’s own stores.</Use>
      </dl>
      <p className="measure mt-4 text-14 text-ink-soft">
        Each product on a shelf says by itself why it stands there: press “Why this?” on its
        picture.
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
