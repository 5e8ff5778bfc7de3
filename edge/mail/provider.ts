import type { Settings } from "../env.ts";
import { SettingsError } from "../env.ts";

const TIMEOUT_MS = 10_000;
const MAX_ANSWER = 300;

/** A letter as a provider gets it. */
export interface OutgoingMail {
  id: string;
  recipient: string;
  subject: string;
  text: string;
  html: string;
}

/** Whoever brings letters to people. `send` throws where the letter was not taken. */
export interface MailProvider {
  send(mail: OutgoingMail): Promise<void>;
}

/**
 * The provider that the settings name; undefined where letters stay in the outbox. Throws
 * SettingsError where its address or sender is missing.
 */
export function mailProviderOf(settings: Settings): MailProvider | undefined {
  if (settings.MAIL_PROVIDER === "outbox") return undefined;
  const { MAIL_HTTP_URL: url, MAIL_HTTP_TOKEN: token, MAIL_FROM: from } = settings;
  if (url === undefined || token === undefined || from === undefined) {
    throw new SettingsError("MAIL_PROVIDER=http needs MAIL_HTTP_URL, MAIL_HTTP_TOKEN, MAIL_FROM");
  }
  return httpProvider({ url, token, from });
}

/**
 * One POST of JSON for each letter, as Resend and many others take it; the id is its
 * Idempotency-Key, so that a letter whose answer was lost is not sent twice.
 */
function httpProvider(options: { url: string; token: string; from: string }): MailProvider {
  const { url, token, from } = options;
  return {
    async send({ id, recipient, subject, text, html }) {
      const response = await fetch(url, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          authorization: `Bearer ${token}`,
          "idempotency-key": id,
        },
        body: JSON.stringify({ from, to: [recipient], subject, text, html }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const answer = await response.text();
      if (!response.ok) throw new Error(`${response.status}: ${answer.slice(0, MAX_ANSWER)}`);
    },
  };
}
