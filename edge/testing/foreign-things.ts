import { uuidv7 } from "uuidv7";
import { signedIn } from "./accounts.ts";
import { control, query } from "./client.ts";

/** Things that belong to a member and a seller who make none of the test's calls. */
export interface ForeignThings {
  /** Ids by the beginning of the paths that lead to them. */
  ids: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** All of them as they are now. */
  read(): Promise<unknown>;
}

/** The ids for a path's parameters; undefined where nothing of this kind was made. */
export function foreignIdsOf(
  { ids }: ForeignThings,
  path: string,
): Readonly<Record<string, string>> | undefined {
  const prefix = Object.keys(ids).find((each) => path.startsWith(each));
  return prefix === undefined ? undefined : ids[prefix];
}

/** Makes one of each kind of thing that somebody may own. */
export async function makeForeignThings(): Promise<ForeignThings> {
  const [member, seller] = [await signedIn(), await signedIn({ roles: ["seller"] })];
  const [address, notice, order, shipment, wishToReturn] = Array.from({ length: 5 }, () =>
    uuidv7(),
  );
  const number = `F-${order!.slice(-8)}`;
  const product = `f-${order!.slice(-8)}`;
  const of = `'demo', '${member.userId}'`;
  const sold = `'demo', '${order}', '${seller.userId}'`;
  await control("/sql", {
    statement: `
      insert into addresses (id, shop_id, user_id, name, line1, city, postcode, country)
        values ('${address}', ${of}, 'Foreign Person', 'Secret Street 1', 'Berlin', '10115', 'DE');
      insert into products (shop_id, id, slug, title, category_slug, price_minor, currency, status,
          seller_id)
        values ('demo', '${product}', '${product}', 'Foreign', 'home', 100, 'EUR', 'draft',
          '${seller.userId}');
      insert into variants (shop_id, sku, product_id, price_minor)
        values ('demo', '${product}-1', '${product}', 100);
      insert into notices (id, shop_id, user_id, email, kind, product_id, sku)
        values ('${notice}', ${of}, '${member.email}', 'back_in_stock', '${product}', '${product}-1');
      insert into orders (id, shop_id, user_id, number, state, currency, subtotal_minor, total_minor,
          email)
        values ('${order}', ${of}, '${number}', 'paid', 'EUR', 100, 100, '${member.email}');
      insert into order_lines (shop_id, order_id, seller_id, position, sku, product_id, title,
          quantity, price_minor)
        values (${sold}, 0, '${product}-1', '${product}', 'Foreign', 1, 100);
      insert into shipments (id, shop_id, order_id, seller_id, lines)
        values ('${shipment}', ${sold}, '[{"position": 0, "quantity": 1}]');
      insert into order_returns (id, shop_id, order_id, seller_id, state, lines)
        values ('${wishToReturn}', ${sold}, 'requested', '[{"position": 0, "quantity": 1}]')`,
  });
  return {
    ids: {
      "/api/account/sessions/": { id: member.sessionId },
      "/api/account/addresses/": { id: address! },
      "/api/account/notices/": { id: notice! },
      "/api/orders/": { number, returnId: wishToReturn! },
      "/api/sales/{number}/returns/": { number, id: wishToReturn! },
      "/api/sales/": { number, id: shipment! },
      "/api/payouts/": { sellerId: seller.userId },
      "/api/selling/products/": { id: product },
    },
    read: () => rowsOf({ member: member.userId, seller: seller.userId, order: order!, product }),
  };
}

function rowsOf(owners: { member: string; seller: string; order: string; product: string }) {
  const { member, seller, order, product } = owners;
  const ofUsers = `user_id in ('${member}', '${seller}')`;
  const tables = {
    sessions: ofUsers,
    addresses: ofUsers,
    notices: ofUsers,
    orders: `id = '${order}'`,
    order_lines: `order_id = '${order}'`,
    order_events: `order_id = '${order}'`,
    shipments: `order_id = '${order}'`,
    order_returns: `order_id = '${order}'`,
    ledger_entries: `seller_id = '${seller}'`,
    products: `id = '${product}'`,
    variants: `product_id = '${product}'`,
  };
  const selects = Object.entries(tables).map(
    ([table, where]) =>
      `select '${table}' as of, t::text as row from ${table} t where shop_id = 'demo' and ${where}`,
  );
  return query(`${selects.join(" union all ")} order by 1, 2`);
}
