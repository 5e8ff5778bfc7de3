import { type Message, msg, rich, t } from "../language/text.ts";
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
    title: `${t("Privacy")} · ${shop.name}`,
    description: t(
      "What {shop} keeps about its visitors, for how long, and how to change your mind.",
      { shop: shop.name },
    ),
    url: `${origin}/privacy`,
  });
}

const now: Readonly<Record<Consent, Message>> = {
  loading: msg("One moment"),
  unknown: msg("You have not chosen yet: nothing about you is stored"),
  denied: msg("You said no: nothing about you is stored"),
  granted: msg("You said yes: the shelves follow what you look at"),
};

export default function PrivacyPage() {
  const { consent } = useConsent();
  return (
    <div className="page pt-10 md:pt-16">
      <h1 className="text-40 md:text-64">{t("What we keep, and for whom")}</h1>
      <div className="mt-10 grid gap-x-16 gap-y-10 lg:grid-cols-[minmax(0,7fr)_minmax(0,5fr)]">
        <div className="measure space-y-10">
          <Part title={t("If you say yes")}>
            <p>
              {t(
                "A cookie with a random number tells your browser from others. With it we keep which products you look at, click, hide and search for, and when. From that we choose what to show you next, and learn which products go together.",
              )}
            </p>
            <p>
              {t(
                "Your last visits steer the shelves for half an hour. Which products you looked at last is forgotten after 30 days without a visit. The list of what happened stays in this shop’s own stores and is neither sold nor shared. Say “no” at any time: the following stops at once, and the cookie by which we knew you is removed.",
              )}
            </p>
            <p>
              {t(
                "How fast pages came and answered is measured too. It is added to sums for each kind of page, and of whom it came from nothing is kept.",
              )}
            </p>
          </Part>
          <Part title={t("If you say no, or nothing")}>
            <p>
              {t(
                "Nothing that tells you from others is stored, here or in your browser. While a page is open it remembers what you opened, so that its shelves still make sense. Close it, and that is gone. Your “no” itself is kept in a cookie, so that we do not ask again.",
              )}
            </p>
          </Part>
          <Part title={t("In your browser")}>
            <p>
              {t(
                "Light or dark, and the language, if you choose one: the language in a cookie that is strictly necessary to keep to your choice. What could not be sent yet when the network is away, if you said yes.",
              )}
            </p>
          </Part>
        </div>
        <div>
          <Notice title={t(now[consent])}>
            <noscript>{t("Without JavaScript nothing about you is stored.")}</noscript>
          </Notice>
          <ConsentButtons className="mt-4" />
          <p className="mt-6">
            {rich("{see}, take it with you, or have it forgotten.", {
              see: <TextLink to="/privacy/mine">{t("See what we know about you")}</TextLink>,
            })}
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
