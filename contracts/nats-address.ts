import { z } from "zod";

/** One server's address, or those of several servers of one cluster, with commas. */
export const natsUrlSchema = z
  .string()
  .refine((text) => text.split(",").every((server) => URL.canParse(server)), "is no URL");

/** Where NATS is and who one is there, as a client's options want it. */
export interface NatsAddress {
  servers: string[];
  user?: string;
  pass?: string;
}

/**
 * Reads an address such as `nats://stream:secret@one:4222,nats://two:4222`: several servers have
 * commas between them, and name and password, percent-encoded, stand in the first. Clients of NATS
 * would leave out what stands before the `@`.
 */
export function natsAddress(text: string): NatsAddress {
  const addresses = text
    .split(",")
    .map(
      (server) =>
        /^(?<scheme>\w+:\/\/)?(?:(?<user>[^:@/]+):(?<pass>[^@/]*)@)?(?<host>.+)$/.exec(server)
          ?.groups,
    );
  const servers = addresses.map((at) => `${at?.scheme ?? ""}${at?.host ?? ""}`);
  const { user, pass } = addresses[0] ?? {};
  if (user === undefined || pass === undefined) return { servers };
  return { servers, user: decodeURIComponent(user), pass: decodeURIComponent(pass) };
}
