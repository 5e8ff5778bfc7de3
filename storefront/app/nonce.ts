import { createContext } from "react";

/** The Content-Security-Policy nonce while the server renders; empty in the browser. */
export const NonceContext = createContext<string | undefined>(undefined);
