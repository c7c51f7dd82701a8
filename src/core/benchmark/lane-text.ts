import { MAX_LANES } from "./strategy.ts";

export type ParsedLanes =
  | { readonly ok: true; readonly lanes: readonly number[] }
  | { readonly ok: false; readonly problem: "empty" | "not-whole" | "out-of-range"; readonly item: string };

/** Reads lane counts such as `2, 4`, from 1 to 64, ascending and each once. */
export function parseLanes(text: string): ParsedLanes {
  const items = text.split(/[\s,;]+/).filter((item) => item !== "");
  if (items.length === 0) return { ok: false, problem: "empty", item: "" };
  const lanes = new Set<number>();
  for (const item of items) {
    if (!/^\d+$/.test(item)) return { ok: false, problem: "not-whole", item };
    const count = Number(item);
    if (count < 1 || count > MAX_LANES) return { ok: false, problem: "out-of-range", item };
    lanes.add(count);
  }
  return { ok: true, lanes: [...lanes].sort((a, b) => a - b) };
}
