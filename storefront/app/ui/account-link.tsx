import { MEMBER_COOKIE } from "@slipstream/contracts/cookies";
import CircleUserRound from "lucide-react/icons/circle-user-round";
import { useSyncExternalStore } from "react";
import { t } from "../language/text.ts";
import { ShopLink } from "./shop-link.tsx";
import { useReload } from "./use-reload.ts";

// Signing in and out loads a new document: nothing changes while one is open.
const subscribe = () => () => {};
const isMember = () => document.cookie.includes(`${MEMBER_COOKIE}=1`);

/** To the account or to the sign-in page. Cached pages know nobody: the browser's cookie tells. */
export function AccountLink() {
  const member = useSyncExternalStore(subscribe, isMember, () => false);
  return (
    <ShopLink
      to={member ? "/account" : "/login"}
      reloadDocument={useReload()}
      title={member ? t("Your account") : t("Sign in")}
      aria-label={member ? t("Your account") : t("Sign in")}
      className="relative inline-flex size-11 items-center justify-center rounded-full transition-colors duration-(--quick) hover:bg-control"
    >
      <CircleUserRound size={20} aria-hidden="true" />
      {member && <span className="absolute right-2.5 bottom-2.5 size-1.5 rounded-full bg-ink" />}
    </ShopLink>
  );
}
