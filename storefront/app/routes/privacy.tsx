import type { Consent } from "../tracking/consent.tsx";
import { useConsent } from "../tracking/consent.tsx";
import { ConsentButtons } from "../ui/consent-buttons.tsx";
import { TextLink } from "../ui/link.tsx";
import { Notice } from "../ui/notice.tsx";
import { pageMeta } from "../ui/page-meta.ts";
import type { Route } from "./+types/privacy";

export function meta({ matches }: Route.MetaArgs) {
  const { shop, origin } = matches[0].loaderData;
  return pageMeta({
    title: `Privacy · ${shop.name}`,
    description: `What ${shop.name} keeps about its visitors, for how long, and how to change your mind.`,
    url: `${origin}/privacy`,
  });
}

const now: Readonly<Record<Consent, string>> = {
  loading: "One moment",
  unknown: "You have not chosen yet: nothing about you is stored",
  denied: "You said no: nothing about you is stored",
  granted: "You said yes: the shelves follow what you look at",
};

export default function PrivacyPage() {
  const { consent } = useConsent();
  return (
    <div className="page pt-10 md:pt-16">
      <h1 className="text-40 md:text-64">What we keep, and for whom</h1>
      <div className="mt-10 grid gap-x-16 gap-y-10 lg:grid-cols-[minmax(0,7fr)_minmax(0,5fr)]">
        <div className="measure space-y-10">
          <Part title="If you say yes">
            <p>
              A cookie with a random number tells your browser from others. With it we keep which
              products you look at, click, hide and search for, and when. From that we choose what
              to show you next, and learn which products go together.
            </p>
            <p>
              Your last visits steer the shelves for half an hour. Which products you looked at last
              is forgotten after 30 days without a visit. The list of what happened stays in this
              shop’s own stores and is neither sold nor shared. Say “no” at any time: the following
              stops at once, and the cookie by which we knew you is removed.
            </p>
          </Part>
          <Part title="If you say no, or nothing">
            <p>
              Nothing that tells you from others is stored, here or in your browser. While a page is
              open it remembers what you opened, so that its shelves still make sense. Close it, and
              that is gone. Your “no” itself is kept in a cookie, so that we do not ask again.
            </p>
          </Part>
          <Part title="In your browser">
            <p>
              Light or dark, if you choose one. What could not be sent yet when the network is away,
              if you said yes.
            </p>
          </Part>
        </div>
        <div>
          <Notice title={now[consent]}>
            <noscript>Without JavaScript nothing about you is stored.</noscript>
          </Notice>
          <ConsentButtons className="mt-4" />
          <p className="mt-6">
            <TextLink to="/privacy/mine">See what we know about you</TextLink>, take it with you, or
            have it forgotten.
          </p>
        </div>
      </div>
    </div>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section>
      <h2 className="text-28">{title}</h2>
      <div className="mt-4 space-y-4">{children}</div>
    </section>
  );
}
