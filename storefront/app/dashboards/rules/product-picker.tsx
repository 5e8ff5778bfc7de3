import { useId, useState } from "react";
import { useCombobox } from "../../search/use-combobox.ts";
import { useSuggestions } from "../../search/use-suggestions.ts";
import { controlLook } from "../../ui/form/field-frame.tsx";
import { ProductPicture } from "../../ui/product-picture.tsx";

interface ProductPickerProps {
  label: string;
  /** Given the product's id. */
  onPick: (itemId: string) => void;
}

/** A box that finds products while one types, for a field that holds their ids. Needs scripts. */
export function ProductPicker({ label, onPick }: ProductPickerProps) {
  const id = useId();
  const [input, setInput] = useState<HTMLInputElement | null>(null);
  return (
    <div className="needs-script relative mt-3">
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <input
        ref={setInput}
        id={id}
        placeholder={label}
        autoComplete="off"
        // It is a way to another field: the form is neither changed nor sent by it.
        onChange={(event) => event.stopPropagation()}
        onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
        className={`${controlLook} h-11 rounded-full px-5`}
      />
      {input && <Found input={input} onPick={onPick} />}
    </div>
  );
}

function Found({
  input,
  onPick,
}: { input: HTMLInputElement } & Pick<ProductPickerProps, "onPick">) {
  const id = useId();
  const [typed, setTyped] = useState("");
  const [open, setOpen] = useState(false);
  const products = useSuggestions(typed.trim())?.products ?? [];
  const shown = open && products.length > 0;
  const choose = (place: number) => {
    const product = products[place];
    if (!product) return;
    onPick(product.itemId);
    input.value = "";
    setTyped("");
    setOpen(false);
  };
  const { active, setActive } = useCombobox(input, {
    listId: id,
    shown,
    count: products.length,
    onType: (value) => {
      setTyped(value);
      setOpen(true);
    },
    onOpen: setOpen,
    onChoose: choose,
  });
  return (
    <>
      <p className="sr-only" aria-live="polite">
        {shown ? (products.length === 1 ? "1 product" : `${products.length} products`) : ""}
      </p>
      <div
        id={id}
        role="listbox"
        tabIndex={-1}
        aria-label="Products"
        hidden={!shown}
        // The focus stays in the box.
        onPointerDown={(event) => event.preventDefault()}
        className="absolute inset-x-0 top-full z-20 mt-2 rounded-picture bg-float p-2 shadow-(--shadow)"
      >
        {products.map(({ itemId, title, image, tint }, place) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the box's
          <div
            key={itemId}
            id={`${id}-${place}`}
            role="option"
            tabIndex={-1}
            aria-selected={place === active}
            onClick={() => choose(place)}
            onPointerMove={() => setActive(place)}
            className="flex min-h-11 cursor-pointer items-center gap-3 rounded-picture px-3 text-14 aria-selected:bg-control"
          >
            <ProductPicture
              image={image && { ...image, alt: "" }}
              tint={tint}
              className="my-1 w-10 shrink-0"
            />
            <span className="min-w-0 flex-1 truncate">{title}</span>
          </div>
        ))}
      </div>
    </>
  );
}
