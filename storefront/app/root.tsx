import bricolage from "@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque-latin-opsz-normal.woff2?url";
import instrument from "@fontsource-variable/instrument-sans/files/instrument-sans-latin-wght-normal.woff2?url";
import type { ReactNode } from "react";
import { useContext } from "react";
import { Links, Meta, Outlet, Scripts, ScrollRestoration, useRouteError } from "react-router";
import type { Route } from "./+types/root";
import { ComparePlace } from "./compare/compare-place.tsx";
import { NonceContext } from "./nonce.ts";
import { LiveRails } from "./rail/live-rails.tsx";
import { storefrontOf } from "./server/storefront.server.ts";
import type { ShopData } from "./shop.ts";
import { shopForPages, useShop } from "./shop.ts";
import styles from "./styles/app.css?url";
import { ConsentProvider } from "./tracking/consent.tsx";
import { Announcer } from "./ui/announcer.tsx";
import { ConsentBar } from "./ui/consent-bar.tsx";
import { Footer } from "./ui/footer.tsx";
import { Header } from "./ui/header.tsx";
import { ProblemPage, readProblem } from "./ui/problem-page.tsx";
import { themeScript } from "./ui/theme.ts";
import { UndoBar } from "./ui/undo.tsx";

const font = { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "anonymous" } as const;

export const links: Route.LinksFunction = () => [
  { ...font, href: bricolage },
  { ...font, href: instrument },
  { rel: "stylesheet", href: styles },
  { rel: "icon", href: "/favicon.svg", type: "image/svg+xml" },
];

export function loader({ context, url }: Route.LoaderArgs): ShopData {
  return { shop: shopForPages(storefrontOf(context).shop), origin: url.origin };
}

/** The shop does not change while a visitor walks through it. */
export function shouldRevalidate(): boolean {
  return false;
}

export function Layout({ children }: { children: ReactNode }) {
  const nonce = useContext(NonceContext);
  const { locale } = useShop();
  return (
    <html lang={locale} suppressHydrationWarning>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="theme-color" content="#fbf9f4" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#111827" media="(prefers-color-scheme: dark)" />
        <script
          nonce={nonce}
          suppressHydrationWarning
          // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours, before paint
          dangerouslySetInnerHTML={{ __html: themeScript }}
        />
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
        <Scripts />
      </body>
    </html>
  );
}

function Frame({ children }: { children: ReactNode }) {
  return (
    <ConsentProvider>
      <LiveRails />
      <a
        href="#main"
        className="sr-only z-50 rounded-full bg-ink px-4 py-2 text-14 text-paper focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <Header />
      <main id="main" tabIndex={-1} className="flex-1 outline-none">
        {children}
      </main>
      <Footer />
      <ComparePlace />
      <ConsentBar />
      <UndoBar />
      <Announcer />
    </ConsentProvider>
  );
}

export default function App() {
  return (
    <Frame>
      <Outlet />
    </Frame>
  );
}

export function ErrorBoundary() {
  const problem = readProblem(useRouteError());
  return (
    <Frame>
      <ProblemPage {...problem} />
    </Frame>
  );
}
