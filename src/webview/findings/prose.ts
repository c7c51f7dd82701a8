import { h } from "../element.ts";

/** A sentence of the linter: what stands between backticks is code. */
export function prose(className: string, text: string): HTMLElement {
  const parts = text.split(/`([^`]+)`/);
  return h(
    "bdi",
    { class: className },
    ...parts.map((part, at) => (at % 2 === 1 ? h("code", null, part) : part)),
  );
}
