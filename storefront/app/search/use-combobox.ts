import { useEffect, useEffectEvent, useState } from "react";

interface Combobox {
  /** The id of the list; its options are `<id>-<place>`. */
  listId: string;
  shown: boolean;
  count: number;
  onType: (value: string) => void;
  onOpen: (open: boolean) => void;
  onChoose: (place: number) => void;
}

/**
 * Makes a text box that is there already a combobox (ARIA 1.2, the list may be left alone): arrows
 * walk through the options, Enter takes one, Escape closes the list. Without an option chosen the
 * box is the search box that it was.
 */
export function useCombobox(input: HTMLInputElement, options: Combobox) {
  const { listId, shown, count } = options;
  const [active, setActive] = useState(-1);
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!shown) options.onOpen(true);
      else setActive((now) => step(now, event.key === "ArrowDown" ? 1 : -1, count));
    } else if (event.key === "Escape" && shown) {
      event.preventDefault();
      options.onOpen(false);
      setActive(-1);
    } else if (event.key === "Enter" && shown && active >= 0) {
      event.preventDefault();
      options.onChoose(active);
    } else if (event.key === "Enter") {
      options.onOpen(false);
    }
  });
  const onInput = useEffectEvent(() => {
    setActive(-1);
    options.onType(input.value);
  });
  const onFocus = useEffectEvent(() => options.onOpen(true));
  const onBlur = useEffectEvent(() => options.onOpen(false));
  useEffect(() => {
    const listeners = { keydown: onKeyDown, input: onInput, focus: onFocus, blur: onBlur };
    for (const [name, listen] of Object.entries(listeners)) {
      input.addEventListener(name, listen as EventListener);
    }
    return () => {
      for (const [name, listen] of Object.entries(listeners)) {
        input.removeEventListener(name, listen as EventListener);
      }
    };
  }, [input]);
  const current = shown && active >= 0 && active < count ? `${listId}-${active}` : undefined;
  useEffect(() => {
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", listId);
    input.setAttribute("aria-expanded", String(shown));
    if (current === undefined) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", current);
    if (current !== undefined)
      document.getElementById(current)?.scrollIntoView({ block: "nearest" });
  }, [input, listId, shown, current]);
  return { active: shown ? active : -1, setActive };
}

/** The next option; past either end nothing is chosen, then it goes on from the other end. */
function step(now: number, by: 1 | -1, count: number): number {
  const next = now + by;
  if (next >= count) return -1;
  return next < -1 ? count - 1 : next;
}
