import { useState } from "react";
import { useLocation } from "react-router";
import { useConsent } from "../tracking/consent.tsx";
import { announce } from "./announcer.tsx";
import { Button } from "./button.tsx";
import { TextLink } from "./link.tsx";

/** One asks by itself, some are not for shoppers, and at checkout it would hide what is to be filled in. */
const pagesWithout = /^\/(privacy$|ops$|seller\b|admin\b|checkout\b)/;

/** Asks once, floats, moves nothing. Both answers look alike and take one click. */
export function ConsentBar() {
  const { consent } = useConsent();
  const { pathname } = useLocation();
  if (consent !== "unknown" || pagesWithout.test(pathname)) return null;
  return (
    <section
      aria-label="Your choice"
      className="fixed inset-x-4 bottom-4 z-40 mx-auto max-w-[46rem] rounded-picture bg-float px-6 py-5 shadow-(--shadow) md:bottom-6"
    >
      <div className="flex flex-col gap-4 md:flex-row md:items-center md:gap-10">
        <p className="flex-1 text-14">
          May we follow what you look at in this shop, to choose what to show you next? It stays
          here, and you can <TextLink to="/privacy">change your mind</TextLink>.
        </p>
        <ConsentButtons />
      </div>
    </section>
  );
}

const said = {
  granted: "Thank you. The shelves follow you from now on.",
  denied: "Nothing about you is stored.",
};

export function ConsentButtons({ className = "" }: { className?: string }) {
  const { choose } = useConsent();
  const [state, setState] = useState<"ready" | "busy" | "failed">("ready");
  const answer = async (choice: "granted" | "denied") => {
    setState("busy");
    try {
      await choose(choice);
      announce(said[choice]);
      setState("ready");
    } catch {
      setState("failed");
    }
  };
  return (
    <div className={className}>
      <div className="grid grid-cols-2 gap-2">
        <Button disabled={state === "busy"} onClick={() => answer("denied")}>
          No, thanks
        </Button>
        <Button disabled={state === "busy"} onClick={() => answer("granted")}>
          Yes, follow
        </Button>
      </div>
      {state === "failed" && (
        <p role="alert" className="mt-2 text-14 text-error">
          That did not reach us. Please try again.
        </p>
      )}
    </div>
  );
}
