import { Link } from "react-router";
import { useShop } from "../shop.ts";

const links = [
  { to: "/live", text: "How it works" },
  { to: "/privacy", text: "Privacy" },
  { to: "/currency", text: "Currency" },
  { to: "/api/docs", text: "API", document: true },
];

export function Footer() {
  const { name, simulated, provenance } = useShop();
  return (
    <footer className="mt-26 border-line border-t py-10 text-14 text-ink-soft">
      <div className="page flex flex-wrap items-start justify-between gap-x-16 gap-y-6">
        <div className="measure">
          <p className="font-display text-20 text-ink">{name}</p>
          {provenance && (
            <p className="mt-2">
              {provenance}
              {simulated && " What you do moves your shelves all the same."}
            </p>
          )}
        </div>
        <ul className="flex gap-x-6">
          {links.map(({ to, text, document }) => (
            <li key={to}>
              <Link
                to={to}
                reloadDocument={document}
                className="inline-flex min-h-11 items-center hover:text-ink hover:underline hover:underline-offset-4"
              >
                {text}
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </footer>
  );
}
