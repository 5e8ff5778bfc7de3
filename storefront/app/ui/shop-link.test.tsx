import { renderToStaticMarkup } from "react-dom/server";
import { Link, StaticRouter } from "react-router";
import { afterEach, expect, test } from "vitest";
import { readLocaleBy } from "../language/current.ts";
import { ShopLink } from "./shop-link.tsx";

afterEach(() => readLocaleBy(() => undefined));

const places = [
  "/",
  "/p/a-mug",
  "/c/mugs?page=2#list",
  "/#categories",
  "?page=2",
  "p/a",
  "https://x.example/",
];

test.each([
  ["en-GB", undefined],
  ["de", "/de"],
])("the server writes a link as React Router would: %s", (locale, basename) => {
  readLocaleBy(() => locale);
  const written = (Component: typeof Link) =>
    places.map((to) =>
      renderToStaticMarkup(
        <StaticRouter location={`${basename ?? ""}/c/cups`} {...(basename ? { basename } : {})}>
          <Component
            to={to}
            className="card"
            aria-current="page"
            state={1}
            viewTransition
            onClick={() => {}}
          >
            Mug
          </Component>
        </StaticRouter>,
      ),
    );
  expect(ShopLink).not.toBe(Link);
  expect(written(ShopLink as typeof Link)).toEqual(written(Link));
});
