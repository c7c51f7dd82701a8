/**
 * Makes the children of `parent` equal to `next` and keeps every element that can stay. So an update during a
 * run neither flickers nor loses the focus, the scroll position of a table or an open details element.
 *
 * An element with `data-key` stays only if the key is the same. What is inside an element with `data-foreign`
 * belongs to somebody else (a chart) and is left alone, as are attributes that a toolkit element gives itself.
 */
export function patch(parent: Element, next: readonly Node[]): void {
  const rest = [...parent.childNodes];
  for (const node of next) {
    const at = rest.findIndex((old) => isSame(old, node));
    const old = at === -1 ? undefined : rest[at];
    if (!old) {
      parent.insertBefore(node, rest[0] ?? null);
      continue;
    }
    for (const skipped of rest.splice(0, at + 1).slice(0, -1)) skipped.remove();
    update(old, node);
  }
  for (const left of rest) left.remove();
}

function isSame(old: Node, node: Node): boolean {
  if (old.nodeName !== node.nodeName) return false;
  return !(old instanceof Element && node instanceof Element) || keyOf(old) === keyOf(node);
}

function keyOf(element: Element): string | null {
  return element.getAttribute("data-key");
}

function update(old: Node, node: Node): void {
  if (!(old instanceof Element && node instanceof Element)) {
    if (old.nodeValue !== node.nodeValue) old.nodeValue = node.nodeValue;
    return;
  }
  if (old instanceof SVGElement) {
    if (!old.isEqualNode(node)) old.replaceWith(node);
    return;
  }
  updateAttributes(old, node);
  if (!old.hasAttribute("data-foreign")) patch(old, [...node.childNodes]);
}

function updateAttributes(old: Element, node: Element): void {
  const isToolkitElement = old.localName.includes("-");
  for (const { name, value } of node.attributes) {
    if (name === "open") continue;
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const { name } of [...old.attributes]) {
    if (node.hasAttribute(name) || name === "open") continue;
    if (isToolkitElement && name !== "disabled" && !name.startsWith("data-")) continue;
    old.removeAttribute(name);
  }
}
