import { hash } from "node:crypto";

/** Different for contents that differ. */
export function contentHash(content: string | Uint8Array): string {
  return hash("sha256", content, "base64").slice(0, 22);
}
