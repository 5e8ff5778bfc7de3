import { useState } from "react";
import { t } from "../language/text.ts";
import { Button } from "../ui/button.tsx";

/** A link to pass on. */
export function ShareLink({ url }: { url: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <div className="mt-3">
      <label htmlFor="share" className="text-14 text-ink-soft">
        {t("Whoever has this link can take these things over, for 30 days.")}
      </label>
      <div className="mt-2 flex gap-2">
        <input
          id="share"
          readOnly
          value={url}
          onFocus={(event) => event.currentTarget.select()}
          className="h-11 min-w-0 flex-1 rounded-full bg-control px-5 text-14"
        />
        <Button
          className="needs-script"
          onClick={() => void navigator.clipboard.writeText(url).then(() => setCopied(true))}
        >
          {copied ? t("Copied") : t("Copy")}
        </Button>
      </div>
    </div>
  );
}
