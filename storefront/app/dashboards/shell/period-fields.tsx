import { TextField } from "../../ui/form/text-field.tsx";
import { timeForField } from "./form-times.ts";

interface Period {
  startsAt?: string | undefined;
  endsAt?: string | undefined;
}

/** From when on something holds, and until when; `startsAt` and `endsAt` of the form, both optional. */
export function PeriodFields({ known }: { known: Period | undefined }) {
  const time = { type: "datetime-local", required: false } as const;
  return (
    <>
      <TextField
        name="startsAt"
        label="From, UTC"
        defaultValue={timeForField(known?.startsAt)}
        {...time}
      />
      <TextField
        name="endsAt"
        label="To, UTC"
        defaultValue={timeForField(known?.endsAt)}
        {...time}
      />
    </>
  );
}
