import { useEffect, useRef } from "react";
import { useLocation } from "react-router";
import { announce } from "./announcer.tsx";

/** Another page takes the focus and its title is said, as when a browser itself loads one. */
export function usePageFocus(): void {
  const { pathname } = useLocation();
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    document.getElementById("main")?.focus({ preventScroll: true });
    announce(document.title);
  }, [pathname]);
}
