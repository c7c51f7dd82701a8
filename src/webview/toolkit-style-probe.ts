/**
 * While the toolkit loads, it adds an empty style element to see whether `:focus-visible` exists. The page's CSP
 * forbids style elements, so the probe would fail, report a violation, and draw focus rings on every click. Here it
 * gets a style sheet of its own instead. To be imported before the toolkit; `endStyleProbe` undoes it.
 */
const { head } = document;

define("appendChild", (node) => {
  if (!(node instanceof HTMLStyleElement)) return Node.prototype.appendChild.call(head, node);
  Object.defineProperty(node, "sheet", { value: new CSSStyleSheet() });
  return node;
});
define("removeChild", (node) =>
  node.parentNode === head ? Node.prototype.removeChild.call(head, node) : node,
);

export function endStyleProbe(): void {
  Reflect.deleteProperty(head, "appendChild");
  Reflect.deleteProperty(head, "removeChild");
}

function define(name: "appendChild" | "removeChild", value: (node: Node) => Node): void {
  Object.defineProperty(head, name, { configurable: true, value });
}
