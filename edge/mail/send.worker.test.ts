import { uuidv7 } from "uuidv7";
import { beforeEach, expect, test } from "vitest";
import { Database } from "../database/database.ts";
import { type Settings, settingsOf } from "../env.ts";
import { bindings, control, query, services } from "../testing/client.ts";
import { blankOldMails } from "./blank.ts";
import { renderLetter } from "./letter.ts";
import { queueMail } from "./queue.ts";
import { sendMails } from "./send.ts";

const shop = { id: "demo", name: "Demo & Sons" };
const database = new Database(bindings);

/** Settings by which letters go to the tests' own server, which answers with that status. */
const posting = (status: number): Settings => ({
  ...settingsOf(bindings),
  MAIL_PROVIDER: "http",
  MAIL_HTTP_URL: `${services.controlUrl}/letters/${status}`,
  MAIL_HTTP_TOKEN: "token-of-the-tests",
  MAIL_FROM: "shop@demo.test",
});

const send = (status: number) => sendMails({ database, settings: posting(status), shop: shop.id });

async function write(to: string, subject = "Hello"): Promise<void> {
  await database.withShop(shop.id, (transaction) =>
    queueMail(transaction, shop, {
      to,
      template: "test",
      letter: { subject, blocks: ["Good day."] },
    }),
  );
}

interface Received {
  authorization: string;
  key: string;
  body: { from: string; to: string[]; subject: string; text: string; html: string };
}

async function receivedBy(to: string): Promise<Received[]> {
  const all = (await (await fetch(`${services.controlUrl}/letters`)).json()) as Received[];
  return all.filter(({ body }) => body.to.includes(to));
}

const stateOf = async (to: string) => {
  const [row] = await query<{ attempts: number; sent: boolean; failure: string | null }>(
    `select attempts, sent_at is not null as sent, failure from mails where recipient = '${to}'`,
  );
  return row;
};

const wordsOf = async (to: string) => {
  const [row] = await query<{ subject: string; text: string; html: string }>(
    `select subject, text, html from mails where recipient = '${to}'`,
  );
  return row;
};

beforeEach(() => control("/sql", { statement: "delete from mails" }));

test("a letter goes out once, signed with the token, however many send at once", async () => {
  const to = `${uuidv7()}@people.test`;
  await write(to);
  const sent = await Promise.all([send(200), send(200), send(200)]);
  expect(sent.reduce((sum, number) => sum + number)).toBe(1);
  const [letter, ...more] = await receivedBy(to);
  expect(more).toEqual([]);
  expect(letter).toMatchObject({
    authorization: "Bearer token-of-the-tests",
    body: {
      from: "shop@demo.test",
      to: [to],
      subject: "Hello",
      text: "Good day.\n\nDemo & Sons\n",
    },
  });
  expect(await stateOf(to)).toEqual({ attempts: 1, sent: true, failure: null });
  expect(await wordsOf(to)).toEqual({ subject: "Hello", text: "", html: "" });
});

test("one that is refused is tried again after a pause, under the same key, and given up in the end", async () => {
  const to = `${uuidv7()}@people.test`;
  await write(to);
  expect(await send(503)).toBe(0);
  expect(await stateOf(to)).toEqual({ attempts: 1, sent: false, failure: "503: as told" });
  // Not before its pause is over.
  expect(await send(200)).toBe(0);
  const makeOld = (attempts: number) =>
    control("/sql", {
      statement: `update mails set created_at = now() - interval '1 day', attempts = ${attempts}`,
    });
  await makeOld(8);
  expect(await send(200)).toBe(0);
  await makeOld(1);
  expect(await send(200)).toBe(1);
  const letters = await receivedBy(to);
  expect(letters).toHaveLength(2);
  expect(new Set(letters.map(({ key }) => key)).size).toBe(1);
});

test("a letter whose cause did not come true is never written", async () => {
  const to = `${uuidv7()}@people.test`;
  const failed = database.withShop(shop.id, async (transaction) => {
    await queueMail(transaction, shop, {
      to,
      template: "test",
      letter: { subject: "Hello", blocks: [] },
    });
    throw new Error("no");
  });
  await expect(failed).rejects.toThrow("no");
  expect(await stateOf(to)).toBeUndefined();
});

test("while letters stay in the outbox nothing is sent", async () => {
  const to = `${uuidv7()}@people.test`;
  await write(to);
  expect(await sendMails({ database, settings: settingsOf(bindings), shop: shop.id })).toBe(0);
  expect(await stateOf(to)).toEqual({ attempts: 0, sent: false, failure: null });
});

test("the words of a letter are kept an hour where none is sent, and as long as it is tried elsewhere", async () => {
  const [old, fresh] = [`${uuidv7()}@people.test`, `${uuidv7()}@people.test`];
  await Promise.all([write(old), write(fresh)]);
  const age = (hours: number) =>
    control("/sql", {
      statement: `update mails set created_at = now() - interval '${hours} hours' where recipient = '${old}'`,
    });
  const sweep = (isSent: boolean) =>
    database.withShop(shop.id, (transaction) =>
      blankOldMails(transaction, { shop: shop.id, isSent }),
    );
  const isThere = async (to: string) => (await wordsOf(to))?.text !== "";
  await age(2);
  await sweep(true);
  expect(await isThere(old)).toBe(true);
  await sweep(false);
  expect([await isThere(old), await isThere(fresh)]).toEqual([false, true]);
  // A provider that is switched on later sends no empty letters.
  expect(await send(200)).toBe(1);
  expect(await receivedBy(old)).toEqual([]);
  expect(await receivedBy(fresh)).toHaveLength(1);
});

test("what people wrote is text in a letter, and starts no header", () => {
  const name = `<img src=x onerror="alert(1)">`;
  const { html, subject } = renderLetter(
    {
      subject: "Hello\r\nBcc: all@people.test",
      blocks: [name, { rows: [[name, name]] }, { link: `http://shop.test/"><script>`, text: name }],
    },
    [name],
  );
  expect(html).not.toContain("<img");
  expect(html).not.toContain("<script");
  expect(html).toContain(`href="http://shop.test/&quot;&gt;&lt;script&gt;"`);
  expect(subject).toBe("Hello Bcc: all@people.test");
});
