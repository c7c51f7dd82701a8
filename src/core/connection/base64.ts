const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** RFC 4648, section 4, without the padding. */
export function base64(bytes: readonly number[]): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = bytes.slice(at, at + 3);
    const group = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    text += alphabet.charAt(group >> 18) + alphabet.charAt((group >> 12) & 63);
    if (b !== undefined) text += alphabet.charAt((group >> 6) & 63);
    if (c !== undefined) text += alphabet.charAt(group & 63);
  }
  return text;
}

/** A lone surrogate counts as U+FFFD, as everywhere. */
export function utf8Bytes(text: string): number[] {
  return Array.from(encodeURIComponent(text.toWellFormed()).matchAll(/%([\dA-F]{2})|[^%]/g), ([char, hex]) =>
    hex === undefined ? char.charCodeAt(0) : Number.parseInt(hex, 16),
  );
}
