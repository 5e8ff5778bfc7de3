import Calendar from "lucide-react/icons/calendar";
import { useId, useRef } from "react";
import { Form, useSearchParams } from "react-router";
import { Button, IconButton } from "../../ui/button.tsx";

interface RangeFormProps {
  /** What the button that opens it is called, and the one that sends it. */
  label: string;
  submit: string;
  type: "date" | "datetime-local";
  from: { label: string; value: string };
  to: { label: string; value: string };
  /** Names in the address that the new range makes void, beside its own. */
  replaces?: readonly string[];
  preventScrollReset?: boolean;
}

/** Asks for the two ends of a time that the page shows; it lives in the address as `from` and `to`. */
export function RangeForm(props: RangeFormProps) {
  const { label, submit, type, from, to, replaces = [], preventScrollReset = false } = props;
  const [params] = useSearchParams();
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const replaced = ["from", "to", ...replaces];
  const kept = [...params].filter(([name]) => !replaced.includes(name));
  return (
    <>
      <IconButton label={label} popoverTarget={id} className="md:size-9">
        <Calendar size={18} aria-hidden="true" />
      </IconButton>
      <div
        ref={panel}
        id={id}
        popover="auto"
        className="m-auto w-[min(24rem,calc(100vw-2rem))] rounded-picture bg-float p-6 text-ink shadow-(--shadow)"
      >
        <Form
          className="space-y-4"
          preventScrollReset={preventScrollReset}
          onSubmit={() => panel.current?.hidePopover()}
        >
          {kept.map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <EndField {...from} type={type} name="from" />
          <EndField {...to} type={type} name="to" />
          <Button type="submit" look="strong" className="w-full">
            {submit}
          </Button>
        </Form>
      </div>
    </>
  );
}

function EndField(props: { type: string; name: string; label: string; value: string }) {
  const { type, name, label, value } = props;
  return (
    <label className="flex items-center justify-between gap-4 text-14">
      {label}
      <input
        key={value}
        type={type}
        name={name}
        defaultValue={value}
        required
        className="h-11 rounded-full bg-control px-4 text-14"
      />
    </label>
  );
}
