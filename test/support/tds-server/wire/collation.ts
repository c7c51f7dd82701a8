/** SQL_Latin1_General_CP1_CI_AS: LCID 0x409, ignore case, kana and width, sort id 52 (MS-TDS 2.2.5.1.2). */
export const serverCollation = Buffer.from([0x09, 0x04, 0xd0, 0x00, 0x34]);
export const SERVER_COLLATION_NAME = "SQL_Latin1_General_CP1_CI_AS";

/** 0x80–0x9F of code page 1252; the rest of it is Latin 1. */
const upper = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/** What the code page lacks becomes a question mark, once per UTF-16 unit, as the server's conversion does. */
export function encodeCodePage(text: string): Buffer {
  const bytes = Buffer.allocUnsafe(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = codePageByte(text.charCodeAt(i));
  return bytes;
}

export function decodeCodePage(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) {
    text += byte >= 0x80 && byte < 0xa0 ? upper.charAt(byte - 0x80) : String.fromCharCode(byte);
  }
  return text;
}

/** The text as it comes back from a varchar. */
export function throughCodePage(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is the same in both
  return /^[\x00-\x7f]*$/.test(text) ? text : decodeCodePage(encodeCodePage(text));
}

function codePageByte(unit: number): number {
  if (unit < 0x80 || (unit >= 0xa0 && unit <= 0xff)) return unit;
  const place = upper.indexOf(String.fromCharCode(unit));
  return place < 0 ? 0x3f : 0x80 + place;
}
