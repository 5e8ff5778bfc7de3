import {
  JetStreamApiCodes,
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
} from "@nats-io/jetstream";
import type { Calls } from "./redis-client.ts";

export interface LearnFaults {
  /** Takes a message whatever its subject's last one is expected to be. */
  ignoresExpectations?: boolean;
}

export interface LearnEntry {
  seq: number;
  subject: string;
  data: Uint8Array;
}

interface Publication {
  subject: string;
  data: Uint8Array;
  id: string | undefined;
  expected: number | undefined;
}

/** LEARN: sequences, the window of message ids, and what is expected of a subject's last message. */
export class ModelLearn {
  readonly entries: LearnEntry[] = [];
  readonly #faults: LearnFaults;
  readonly #last = new Map<string, number>();
  readonly #ids = new Map<string, number>();

  constructor(faults: LearnFaults = {}) {
    this.#faults = faults;
  }

  publish({ subject, data, id, expected }: Publication): { seq: number; duplicate: boolean } {
    const known = id === undefined ? undefined : this.#ids.get(id);
    if (known !== undefined) return { seq: known, duplicate: true };
    const last = this.#last.get(subject) ?? 0;
    if (expected !== undefined && expected !== last && !this.#faults.ignoresExpectations) {
      throw new JetStreamApiError({
        code: 400,
        err_code: JetStreamApiCodes.StreamWrongLastSequence,
        description: `wrong last sequence: ${last}`,
      });
    }
    const seq = this.entries.length + 1;
    this.entries.push({ seq, subject, data });
    this.#last.set(subject, seq);
    if (id !== undefined) this.#ids.set(id, seq);
    return { seq, duplicate: false };
  }

  lastOf(subject: string): LearnEntry | null {
    return this.entries[(this.#last.get(subject) ?? 0) - 1] ?? null;
  }

  subjects(): Record<string, number> {
    return Object.fromEntries([...this.#last.keys()].map((subject) => [subject, 1]));
  }

  /** The duplicate window is over, or the server began anew. */
  forgetIds(): void {
    this.#ids.clear();
  }
}

/** A client of the model in the place of one of JetStream: what the publisher of turns uses. */
export function learnClient(learn: ModelLearn, calls: Calls) {
  const client = {
    publish(
      subject: string,
      data: Uint8Array,
      options: { msgID?: string; expect?: { lastSubjectSequence?: number } } = {},
    ) {
      const { msgID: id, expect } = options;
      return calls(() =>
        learn.publish({ subject, data, id, expected: expect?.lastSubjectSequence }),
      );
    },
  };
  const streams = {
    info: () => calls(() => ({ state: { subjects: learn.subjects() } })),
    getMessage: (_: string, { last_by_subj }: { last_by_subj: string }) =>
      calls(() => learn.lastOf(last_by_subj)),
  };
  return {
    client: client as unknown as JetStreamClient,
    manager: { streams } as unknown as JetStreamManager,
  };
}
