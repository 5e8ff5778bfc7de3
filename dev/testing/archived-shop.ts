import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { encodeServed, type ServedMessage } from "@slipstream/contracts/served";
import { streams, subjects } from "@slipstream/contracts/subjects";
import postgres from "postgres";
import { uuidv7 } from "uuidv7";

/** A shop in PostgreSQL with one product per item, and with these sessions' views in its archive. */
export async function archiveShop(options: {
  adminUrl: string;
  shop: string;
  /** Items of each session in order. */
  sessions: readonly (readonly string[])[];
}): Promise<void> {
  const { adminUrl, shop, sessions } = options;
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
  const products = [...new Set(sessions.flat())].map((id) => ({
    ...{ shop_id: shop, id, slug: id, title: `A ${id}`, category_slug: "all" },
    ...{ price_minor: 1250, currency: "GBP" },
  }));
  let sequence = 0;
  const events = sessions.flatMap((items, session) =>
    items.map((item, place) => {
      const at = new Date(1_767_225_600_000 + session * 3_600_000 + place * 60_000);
      return {
        ...{ shop_id: shop, id: uuidv7(), stream_sequence: ++sequence, partition: 0 },
        ...{ type: "view", visitor_id: `visitor-${session}`, session_id: `session-${session}` },
        ...{ item_id: item, occurred_at: at, received_at: at, body: "{}" },
      };
    }),
  );
  try {
    await sql`insert into shops (id, name, hosts, currency) values (${shop}, ${shop}, ${[shop]}, 'GBP')`;
    await sql`insert into categories (shop_id, slug, name, tint) values (${shop}, 'all', 'All', 'sand')`;
    await sql`insert into products ${sql(products)}`;
    for (let first = 0; first < events.length; first += 500) {
      await sql`insert into events ${sql(events.slice(first, first + 500))}`;
    }
    await sql`insert into archive_watermarks (stream, sequence) values (${streams.events}, ${sequence})
      on conflict (stream) do update set sequence = excluded.sequence`;
  } finally {
    await sql.end();
  }
}

/** Makes SERVED and puts answers of a shop on it. */
export async function serveAnswers(
  natsUrl: string,
  shop: string,
  answers: readonly ServedMessage[],
): Promise<void> {
  const connection = await connect({ servers: natsUrl });
  try {
    const manager = await jetstreamManager(connection);
    const served = { name: streams.served, subjects: [subjects.allServed], allow_direct: true };
    await manager.streams.add(served);
    for (const answer of answers) {
      await jetstream(connection).publish(subjects.served(shop), encodeServed(answer));
    }
  } finally {
    await connection.close();
  }
}
