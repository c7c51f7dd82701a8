import { type DefinitionId, definitions } from "../core/text/definitions.ts";
import { english } from "../core/text/text.ts";
import { h } from "./element.ts";

/** The name of a figure, with its definition for eyes in the tooltip and for ears as its description. */
export function term(id: DefinitionId, label: string = english(definitions[id].term)): HTMLElement {
  const meaning = english(definitions[id].meaning);
  return h(
    "button",
    { type: "button", class: "term", "data-definition": meaning, "aria-description": meaning },
    label,
  );
}
