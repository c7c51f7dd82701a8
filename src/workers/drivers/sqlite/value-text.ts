/** A value as a preview shows it: whole numbers exactly, REAL as SQLite's shell writes it, blobs in hexadecimal. */
export function valueText(value: unknown, cutAt: number): string | null {
  if (value === null) return null;
  if (typeof value === "number") return realText(value);
  if (value instanceof Uint8Array) return hexText(value, cutAt);
  const text = String(value);
  return text.length > cutAt ? text.slice(0, cutAt) : text;
}

function realText(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? "Inf" : "-Inf";
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? `${value}.0` : String(value);
}

function hexText(bytes: Uint8Array, cutAt: number): string {
  const shown = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, Math.ceil(cutAt / 2)));
  return `0x${shown.toString("hex")}`.slice(0, cutAt);
}
