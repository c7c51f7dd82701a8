/**
 * Decodes `%XX` as UTF-8 (RFC 3986). What is no valid code stays as it is, as in Python: people paste passwords with
 * a bare `%`.
 */
export function decodePercent(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (codes) => {
    try {
      return decodeURIComponent(codes);
    } catch {
      return codes;
    }
  });
}

/** Everything but letters, digits and `-._~`, so that it stands in every part of a URL, and in a shell's quotes. */
export function encodePercent(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
