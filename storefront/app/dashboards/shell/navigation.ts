import type { ActionOn, Resource, Role } from "@slipstream/contracts/access";
import { reachOf } from "@slipstream/contracts/access";

export type Area = "seller" | "admin";

interface NavigationEntry {
  area: Area;
  to: string;
  label: string;
  /** The first of those that belong together: a little room stands above it. */
  leads: boolean;
  shownTo: (roles: readonly Role[]) => boolean;
}

/** One page of the dashboards: shown to who may do this with that, as `contracts/access.ts` says. */
function entry<R extends Resource>(
  area: Area,
  page: { to: string; label: string; access: readonly [R, ActionOn<R>]; leads?: true },
): NavigationEntry {
  const { to, label, access, leads = false } = page;
  return { area, to, label, leads, shownTo: (roles) => reachOf(roles, ...access) !== undefined };
}

export const areaNames: Readonly<Record<Area, string>> = { seller: "Selling", admin: "Shop" };

/** Who may be in an area at all. */
const entrances: Readonly<Record<Area, (roles: readonly Role[]) => boolean>> = {
  seller: (roles) => reachOf(roles, "figures", "read") !== undefined,
  admin: (roles) => reachOf(roles, "switch", "read") !== undefined,
};

/** Every page of the dashboards that the side navigation leads to, in its order. */
const navigation: readonly NavigationEntry[] = [
  entry("seller", { to: "/seller", label: "Overview", access: ["figures", "read"] }),
  entry("seller", { to: "/seller/products", label: "Products", access: ["product", "read"] }),
  entry("seller", { to: "/seller/sales", label: "Sales", access: ["sale", "read"] }),
  entry("seller", { to: "/seller/payouts", label: "Payouts", access: ["payout", "read"] }),
  entry("seller", { to: "/seller/figures", label: "Figures", access: ["figures", "read"] }),
  entry("admin", { to: "/admin", label: "Overview", access: ["setting", "read"] }),
  entry("admin", { to: "/admin/figures", label: "Figures", access: ["setting", "read"] }),
  entry("admin", {
    to: "/admin/products",
    label: "Products",
    access: ["category", "write"],
    leads: true,
  }),
  entry("admin", { to: "/admin/categories", label: "Categories", access: ["category", "write"] }),
  entry("admin", { to: "/admin/orders", label: "Orders", access: ["setting", "read"] }),
  entry("admin", { to: "/admin/payouts", label: "Payouts", access: ["payout", "write"] }),
  entry("admin", { to: "/admin/users", label: "People", access: ["user", "read"] }),
  entry("admin", { to: "/admin/reviews", label: "Reviews", access: ["review", "moderate"] }),
  entry("admin", {
    to: "/admin/discounts",
    label: "Discounts",
    access: ["discount", "read"],
    leads: true,
  }),
  entry("admin", { to: "/admin/delivery", label: "Delivery", access: ["setting", "write"] }),
  entry("admin", { to: "/admin/taxes", label: "Taxes", access: ["setting", "write"] }),
  entry("admin", { to: "/admin/currencies", label: "Currencies", access: ["setting", "write"] }),
  entry("admin", { to: "/admin/rules", label: "Rules", access: ["rule", "read"], leads: true }),
  entry("admin", { to: "/admin/debugger", label: "Debugger", access: ["debugger", "read"] }),
  entry("admin", { to: "/admin/searches", label: "Searches", access: ["synonym", "read"] }),
  entry("admin", { to: "/admin/synonyms", label: "Synonyms", access: ["synonym", "read"] }),
  entry("admin", {
    to: "/admin/switches",
    label: "Switches",
    access: ["switch", "read"],
    leads: true,
  }),
  entry("admin", { to: "/admin/settings", label: "Settings", access: ["setting", "read"] }),
  entry("admin", { to: "/admin/api-keys", label: "API keys", access: ["apiKey", "read"] }),
  entry("admin", { to: "/admin/audit", label: "Audit", access: ["audit", "read"] }),
  entry("admin", { to: "/ops", label: "How it runs", access: ["operations", "read"] }),
];

/** True when somebody with these roles may enter the area. */
export function mayEnter(area: Area, roles: readonly Role[]): boolean {
  return entrances[area](roles);
}

/** What the side navigation shows to somebody with these roles, by area; empty areas left out. */
export function navigationFor(
  roles: readonly Role[],
): readonly { area: Area; entries: readonly Pick<NavigationEntry, "to" | "label" | "leads">[] }[] {
  return (["seller", "admin"] as const)
    .map((area) => ({
      area,
      // Admins have pages of the whole shop for what sellers see of their own.
      entries:
        area === "seller" && !roles.includes("seller")
          ? []
          : navigation.filter((each) => each.area === area && each.shownTo(roles)),
    }))
    .filter(({ entries }) => entries.length > 0);
}
