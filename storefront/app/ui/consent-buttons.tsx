import { useState } from "react";
import { msg, t } from "../language/text.ts";
import { useConsent } from "../tracking/consent.tsx";
import { announce } from "./announcer.tsx";
import { Button } from "./button.tsx";

const said = {
  granted: msg("Thank you. The shelves follow you from now on."),
  denied: msg("Nothing about you is stored."),
};

/** Both answers look alike and take one click. */
export function ConsentButtons({ className = "" }: { className?: string }) {
  const { choose } = useConsent();
  const [state, setState] = useState<"ready" | "busy" | "failed">("ready");
  const answer = async (choice: "granted" | "denied") => {
    setState("busy");
    try {
      await choose(choice);
      announce(t(said[choice]));
      setState("ready");
    } catch {
      setState("failed");
    }
  };
  return (
    <div className={className}>
      <div className="grid grid-cols-2 gap-2">
        <Button disabled={state === "busy"} onClick={() => answer("denied")}>
          {t("No, thanks")}
        </Button>
        <Button disabled={state === "busy"} onClick={() => answer("granted")}>
          {t("Yes, follow")}
        </Button>
      </div>
      {state === "failed" && (
        <p role="alert" className="mt-2 text-14 text-error">
          {t("That did not reach us. Please try again.")}
        </p>
      )}
    </div>
  );
}
