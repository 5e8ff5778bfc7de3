import { jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { readSteps } from "./bytes.ts";

/** What the streams hold. */
export interface LogState {
  /** Visitor → steps in the order in which a reader gets them. */
  steps: Map<string, string[]>;
  /** LEARN still has its first message: nothing of it has grown too old. */
  isWhole: boolean;
  /** Messages of EVENTS: more than events, where some were stored again. */
  events: number;
  /** Why messages went to the DLQ. */
  deadLetters: string[];
}

/**
 * Reads LEARN as any reader has to: a processor that dies between publishing and committing
 * publishes once more, so what lies at or below the last sequence of a partition is passed over.
 */
export async function readLog(options: { natsUrl: string; shop: string }): Promise<LogState> {
  const connection = await connect({ servers: options.natsUrl });
  try {
    const manager = await jetstreamManager(connection);
    const [events, learn, dlq] = await Promise.all(
      ["EVENTS", "LEARN", "DLQ"].map((name) => manager.streams.info(name)),
    );
    const steps = new Map<string, string[]>();
    const reached = new Map<string, number>();
    const next_by_subj = `learn.${options.shop}.steps.*`;
    for (let seq = 1; ; ) {
      const message = await manager.direct.getMessage("LEARN", { seq, next_by_subj });
      if (message === null) break;
      seq = message.seq + 1;
      const before = reached.get(message.subject) ?? 0;
      for (const { sequence, visitorId, text } of readSteps(message.data)) {
        if (sequence <= before) continue;
        reached.set(message.subject, Math.max(sequence, reached.get(message.subject) ?? 0));
        const own = steps.get(visitorId);
        if (own === undefined) steps.set(visitorId, [text]);
        else own.push(text);
      }
    }
    const deadLetters: string[] = [];
    for (let seq = 1; ; ) {
      const letter = await manager.direct.getMessage("DLQ", { seq, next_by_subj: "dlq.>" });
      if (letter === null) break;
      seq = letter.seq + 1;
      deadLetters.push(letter.header.get("Slipstream-Reason"));
    }
    return {
      steps,
      isWhole: learn!.state.first_seq <= 1 && dlq!.state.first_seq <= 1,
      events: events!.state.messages,
      deadLetters,
    };
  } finally {
    await connection.close();
  }
}
