const encoder = new TextEncoder();
const decoder = new TextDecoder();
const IV_BYTES = 12;
const MAX_KEYS = 16;

const keys = new Map<string, CryptoKey>();

/** What a sealed text is for; another purpose cannot open it. */
export type SealPurpose = "signing-key" | "one-time-code-secret" | "kept-answer";

interface Sealing {
  secret: string;
  purpose: SealPurpose;
  /** Where the text belongs: moved elsewhere, it does not open. */
  place: string;
}

/** AES-256-GCM under a key that HKDF derives from the secret: base64url of nonce and ciphertext. */
export async function seal(sealing: Sealing, text: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const sealed = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv, additionalData: encoder.encode(sealing.place) },
    await keyOf(sealing),
    encoder.encode(text),
  );
  return Buffer.concat([iv, new Uint8Array(sealed)]).toString("base64url");
}

/** The text; undefined where another secret, purpose or place sealed it. */
export async function unseal(sealing: Sealing, sealed: string): Promise<string | undefined> {
  const bytes = Buffer.from(sealed, "base64url");
  const iv = bytes.subarray(0, IV_BYTES);
  try {
    const text = await crypto.subtle.decrypt(
      { name: "AES-GCM", iv, additionalData: encoder.encode(sealing.place) },
      await keyOf(sealing),
      bytes.subarray(IV_BYTES),
    );
    return decoder.decode(text);
  } catch (error) {
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}

async function keyOf({ secret, purpose }: Sealing): Promise<CryptoKey> {
  const known = keys.get(`${purpose} ${secret}`);
  if (known) return known;
  const material = await crypto.subtle.importKey("raw", encoder.encode(secret), "HKDF", false, [
    "deriveKey",
  ]);
  const key = await crypto.subtle.deriveKey(
    {
      name: "HKDF",
      hash: "SHA-256",
      salt: encoder.encode("slipstream"),
      info: encoder.encode(purpose),
    },
    material,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
  if (keys.size >= MAX_KEYS) keys.clear();
  keys.set(`${purpose} ${secret}`, key);
  return key;
}
