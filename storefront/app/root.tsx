import bricolage from "@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque-latin-wght-normal.woff2?url";
import instrument from "@fontsource-variable/instrument-sans/files/instrument-sans-latin-wght-normal.woff2?url";
import { localeIn } from "@slipstream/contracts/languages";
import type { ReactNode } from "react";
import { useContext, useEffect } from "react";
import { Links, Meta, Outlet, ScrollRestoration, useRouteError } from "react-router";
import type { Route } from "./+types/root";
import { ComparePlace } from "./compare/compare-place.tsx";
import { currentLocale } from "./language/current.ts";
import { speaking } from "./language/request-locale.server.ts";
import { t } from "./language/text.ts";
import { NonceContext } from "./nonce.ts";
import { LiveRails } from "./rail/live-rails.tsx";
import { storefrontOf } from "./server/storefront.server.ts";
import type { ShopData } from "./shop.ts";
import { shopForPages } from "./shop.ts";
import styles from "./styles/app.css?url";
import { ConsentProvider } from "./tracking/consent.tsx";
import { Announcer } from "./ui/announcer.tsx";
import { ConsentBar } from "./ui/consent-bar.tsx";
import { Footer } from "./ui/footer.tsx";
import { Header } from "./ui/header.tsx";
import { LateScripts } from "./ui/late-scripts.tsx";
import { loadProblemPage, ProblemPlace } from "./ui/problem-place.tsx";
import { themeScript } from "./ui/theme.ts";
import { Underway } from "./ui/underway.tsx";
import { UndoBar } from "./ui/undo.tsx";
import { usePageFocus } from "./ui/use-page-focus.ts";
import { whenIdle } from "./ui/when-idle.ts";

const font = { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "anonymous" } as const;

export const links: Route.LinksFunction = () => [
  { ...font, href: bricolage },
  { ...font, href: instrument },
  { rel: "icon", href: "/favicon.svg", type: "image/svg+xml" },
];

export const middleware: Route.MiddlewareFunction[] = [
  ({ context }, next) => {
    const { language, shop } = storefrontOf(context);
    return speaking(localeIn(language, shop.locale), next);
  },
];

export function loader({ context, url }: Route.LoaderArgs): ShopData {
  const { shop, language } = storefrontOf(context);
  return { shop: shopForPages(shop, language), origin: url.origin };
}

/** The shop does not change while a visitor walks through it. */
export function shouldRevalidate(): boolean {
  return false;
}

export function Layout({ children }: { children: ReactNode }) {
  const nonce = useContext(NonceContext);
  const locale = currentLocale();
  return (
    <html lang={locale} data-locale={locale} suppressHydrationWarning>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="theme-color" content="#fcfaf6" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#0e1725" media="(prefers-color-scheme: dark)" />
        <script
          nonce={nonce}
          suppressHydrationWarning
          // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours, before paint
          dangerouslySetInnerHTML={{ __html: themeScript }}
        />
        {/* With a precedence it stands before all scripts that are fetched ahead: it paints. */}
        <link rel="stylesheet" href={styles} precedence="first" nonce={nonce} />
        <Meta />
        <Links />
        {/* Without scripts a shelf that is still on its way would stay grey for ever. */}
        <noscript>
          <style nonce={nonce} suppressHydrationWarning>
            {"[data-waiting]{display:none}"}
          </style>
        </noscript>
      </head>
      <body className="flex min-h-dvh flex-col">
        {children}
        <ScrollRestoration />
        <LateScripts />
      </body>
    </html>
  );
}

function Frame({ children }: { children: ReactNode }) {
  usePageFocus();
  return (
    <ConsentProvider>
      <Underway />
      <LiveRails />
      <a
        href="#main"
        className="sr-only z-50 rounded-full bg-ink px-4 py-2 text-14 text-paper focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t("Skip to content")}
      </a>
      <Header />
      <main id="main" tabIndex={-1} className="flex-1 outline-none">
        {children}
      </main>
      <Footer />
      <div className="floor">
        <UndoBar />
        <ComparePlace />
        <ConsentBar />
      </div>
      <Announcer />
    </ConsentProvider>
  );
}

export default function App() {
  useEffect(() => {
    whenIdle(() => {
      void loadProblemPage().catch(() => {});
      import("./tracking/vitals.ts").then(
        ({ followVitals }) => followVitals(),
        () => {},
      );
    });
  }, []);
  return (
    <Frame>
      <Outlet />
    </Frame>
  );
}

export function ErrorBoundary() {
  return (
    <Frame>
      <ProblemPlace error={useRouteError()} />
    </Frame>
  );
}
