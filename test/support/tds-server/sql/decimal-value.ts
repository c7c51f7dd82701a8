/** Exact decimals: `units` ÷ 10^`scale`. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

const pattern = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?\s*$/;

/** Undefined where the text is no number. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = pattern.exec(text);
  if (!match) return undefined;
  const [, sign = "", whole = "", fraction = "", exponent] = match;
  if (whole === "" && fraction === "") return undefined;
  const digits = BigInt(whole + fraction);
  const units = sign === "-" ? -digits : digits;
  const scale = fraction.length - Number(exponent ?? 0);
  return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 };
}

/** Half away from zero, as T-SQL rounds; `truncate` cuts. */
export function rescale({ units, scale }: Decimal, to: number, truncate = false): Decimal {
  if (to >= scale) return { units: units * 10n ** BigInt(to - scale), scale: to };
  const divisor = 10n ** BigInt(scale - to);
  const cut = units / divisor;
  const rest = units % divisor;
  const up = !truncate && (rest < 0n ? -rest : rest) * 2n >= divisor;
  return { units: up ? cut + (units < 0n ? -1n : 1n) : cut, scale: to };
}

export function decimalText({ units, scale }: Decimal): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, "0");
  const sign = units < 0n ? "-" : "";
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

export function digitsOf(units: bigint): number {
  return units === 0n ? 0 : (units < 0n ? -units : units).toString().length;
}

export function compareDecimals(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale);
  const [x, y] = [rescale(a, scale).units, rescale(b, scale).units];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Undefined for a division by zero. */
export function calculate(operator: string, a: Decimal, b: Decimal, scale: number): Decimal | undefined {
  const common = Math.max(a.scale, b.scale);
  const x = rescale(a, common).units;
  const y = rescale(b, common).units;
  switch (operator) {
    case "+":
      return rescale({ units: x + y, scale: common }, scale);
    case "-":
      return rescale({ units: x - y, scale: common }, scale);
    case "*":
      return rescale({ units: a.units * b.units, scale: a.scale + b.scale }, scale);
    case "%":
      return y === 0n ? undefined : rescale({ units: x % y, scale: common }, scale);
    default:
      // T-SQL cuts quotients.
      return y === 0n ? undefined : { units: (x * 10n ** BigInt(scale)) / y, scale };
  }
}

/** Text that sorts as the number does, in at most 38 + 38 digits. */
export function sortKey(value: Decimal): string {
  const { units } = rescale(value, 38);
  const offset = 10n ** 77n;
  return (units + offset).toString().padStart(78, "0");
}
