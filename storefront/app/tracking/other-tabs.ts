const CHANNEL = "slipstream.consent";

/** Tells the shop's other tabs that the visitor chose; what, they read from the cookie. */
export function tellOtherTabs(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage("chosen");
  channel.close();
}

/** Calls when the visitor chose in another tab, until the returned function is called. */
export function onChoiceElsewhere(listener: () => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener("message", listener);
  return () => channel.close();
}
