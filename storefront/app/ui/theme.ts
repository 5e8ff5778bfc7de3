import { useSyncExternalStore } from "react";

export type Theme = "light" | "dark";

const KEY = "theme";

/** Runs before the first paint, so that a chosen theme never flashes. */
export const themeScript = `try{var t=localStorage.getItem("${KEY}");if(t==="light"||t==="dark")document.documentElement.dataset.theme=t}catch{}`;

const listeners = new Set<() => void>();

/** Calls when light becomes dark or the other way, by choice or by the system; ends with what is answered. */
export function onThemeChange(listener: () => void): () => void {
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  scheme.addEventListener("change", listener);
  listeners.add(listener);
  return () => {
    scheme.removeEventListener("change", listener);
    listeners.delete(listener);
  };
}

function currentTheme(): Theme {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

export function useTheme(): Theme | undefined {
  return useSyncExternalStore(onThemeChange, currentTheme, () => undefined);
}

export function setTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Storage is forbidden: the choice lives as long as the page.
  }
  for (const listener of listeners) listener();
}
