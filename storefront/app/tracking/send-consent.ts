/** Stores the visitor's choice; saying yes also gives them the cookie by which they are known. */
export async function sendConsent(choice: "granted" | "denied"): Promise<void> {
  const response = await fetch("/api/consent", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ choice }),
  });
  if (!response.ok) throw new Error(`the choice was not stored: ${response.status}`);
}
