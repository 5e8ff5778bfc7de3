import { useEffect, useState } from "react";

let say: ((text: string) => void) | undefined;

/** Says something to screen readers when they have nothing better to say. */
export function announce(text: string): void {
  say?.(text);
}

/** The one polite live region of the page. */
export function Announcer() {
  const [text, setText] = useState("");
  useEffect(() => {
    say = setText;
    return () => {
      say = undefined;
    };
  }, []);
  return (
    <div aria-live="polite" role="status" className="sr-only">
      {text}
    </div>
  );
}
