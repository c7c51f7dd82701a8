import type { RawNode } from "./syntax-tree.ts";

/**
 * Sets right what the grammar reads otherwise than Python does.
 */

/** What may start with the expression that an asterisk belongs to as a whole. */
const spines = new Set(
  `attribute call subscript binary_operator boolean_operator comparison_operator conditional_expression`.split(
    " ",
  ),
);

/** Whether it is `*rows.all()` read as a call on `*rows`. */
export function hasInnerSplat(raw: RawNode, text: string): boolean {
  return text[raw.start] === "*" && spines.has(raw.type);
}

/** The same without the asterisk; undefined: there is none at its start. */
export function withoutSplat(raw: RawNode): RawNode | undefined {
  const [first, ...others] = raw.children;
  if (first === undefined) return undefined;
  if (raw.type === "list_splat" || raw.type === "list_splat_pattern")
    return raw.children.find(({ named }) => named);
  const inner = withoutSplat(first);
  return inner && { ...raw, start: inner.start, children: [{ ...inner, field: first.field }, ...others] };
}

/** `type(object).name = …` is read as an alias of a type that starts with parentheses. */
export function asTypeCall(alias: RawNode): RawNode | undefined {
  const left = alias.children.find(({ field }) => field === "left");
  return left && withCall(left, alias.start);
}

function withCall(raw: RawNode, start: number): RawNode | undefined {
  if (raw.type === "parenthesized_expression" || raw.type === "tuple") {
    const name: RawNode = {
      ...raw,
      type: "identifier",
      field: "function",
      start,
      end: start + 4,
      children: [],
      commas: 0,
    };
    return {
      ...raw,
      type: "call",
      start,
      children: [name, { ...raw, type: "argument_list", field: "arguments" }],
    };
  }
  const [first, ...others] = raw.children;
  const inner = first?.start === raw.start ? withCall(first, start) : undefined;
  return inner && { ...raw, start, children: [{ ...inner, field: first?.field }, ...others] };
}
