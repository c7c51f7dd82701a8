export type Child = Node | string | number | null | undefined | false;
export type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;

const svgNamespace = "http://www.w3.org/2000/svg";

/** Builds an HTML element. Strings become text nodes, never markup; `true` is an attribute without a value. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes?: Attributes | null,
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag];
export function h(tag: string, attributes?: Attributes | null, ...children: readonly Child[]): HTMLElement;
export function h(tag: string, attributes?: Attributes | null, ...children: readonly Child[]): HTMLElement {
  return fill(document.createElement(tag), attributes, children);
}

/** Builds an SVG element in the same way. */
export function s(tag: string, attributes?: Attributes | null, ...children: readonly Child[]): SVGElement {
  return fill(document.createElementNS(svgNamespace, tag) as SVGElement, attributes, children);
}

function fill<E extends Element>(
  element: E,
  attributes: Attributes | null | undefined,
  children: readonly Child[],
): E {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    element.append(typeof child === "number" ? String(child) : child);
  }
  return element;
}
