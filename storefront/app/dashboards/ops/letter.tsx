import type { DeadLetter } from "@slipstream/contracts/dead-letters";
import ChevronRight from "lucide-react/icons/chevron-right";
import { TextField } from "../../ui/form/text-field.tsx";
import { Badge } from "../shell/badge.tsx";
import { ConfirmForm } from "../shell/confirm-form.tsx";
import { When } from "../shell/when.tsx";

/** One dead letter: why, of what, when; opened, all of it and what can be done. */
export function Letter({ letter }: { letter: DeadLetter }) {
  const { id, at, origin, kind, source, reason, eventId, itemId } = letter;
  return (
    <li className="border-line border-b">
      <details className="group">
        <summary className="grid cursor-pointer list-none grid-cols-[1rem_minmax(0,1fr)] items-start gap-x-2 gap-y-1 py-3 text-14 md:grid-cols-[1rem_minmax(0,1fr)_auto_auto] md:items-baseline md:gap-x-4 [&::-webkit-details-marker]:hidden">
          <ChevronRight
            size={16}
            aria-hidden="true"
            className="translate-y-0.5 text-ink-faint transition-transform duration-(--quick) group-open:rotate-90"
          />
          <span className="line-clamp-2 font-medium break-words">{reason}</span>
          <span className="flex flex-wrap items-center gap-2 max-md:col-start-2">
            <Badge>{origin === "event" ? kind : `outbox: ${kind}`}</Badge>
            {itemId && <span className="font-mono text-12 text-ink-soft">{itemId}</span>}
          </span>
          <span className="text-ink-soft max-md:col-start-2">
            <When at={at} time />
          </span>
        </summary>
        <div className="space-y-4 pb-6 pl-6">
          <p className="figures text-12 text-ink-soft">
            {origin === "event" ? `Event ${source} of the log` : `Row ${source} of the outbox`}
            {eventId && `, id ${eventId}`}
            {`, letter ${id}, UTC`}
          </p>
          <Listing name="Payload" text={pretty(letter.payload)} />
          {letter.stack && <Listing name="Stack" text={letter.stack} />}
          <div className="flex flex-wrap gap-2">
            <ConfirmForm
              label="Replay"
              question="Replay this letter?"
              consequence="It goes where it came from, and takes effect once. If it fails again it comes back here."
              values={{ intent: "replay", id: String(id) }}
            />
            <ConfirmForm
              label="Discard"
              question="Discard this letter?"
              consequence="It is erased. This cannot be undone."
              values={{ intent: "discard", id: String(id) }}
            >
              <TextField name="reason" label="Why" minLength={3} maxLength={500} />
            </ConfirmForm>
          </div>
        </div>
      </details>
    </li>
  );
}

function Listing({ name, text }: { name: string; text: string }) {
  return (
    <figure>
      <figcaption className="mb-1 text-12 text-ink-soft">{name}</figcaption>
      <pre className="max-h-80 overflow-auto rounded-picture bg-shade p-4 font-mono text-12 break-words whitespace-pre-wrap">
        {text}
      </pre>
    </figure>
  );
}

/** JSON on lines of its own; whatever is none as it is. */
function pretty(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), undefined, 2);
  } catch {
    return payload;
  }
}
