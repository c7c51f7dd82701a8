import type { TextField } from "../../core/connection/form-fields.ts";
import { formLabels } from "../../core/text/connection-form-text.ts";
import { type Child, h } from "../element.ts";

/** An element of the toolkit that holds a value. */
export interface Valued extends HTMLElement {
  value: string;
  /** Of a text field. */
  placeholder?: string;
}

export interface TextInputOptions {
  readonly hint?: string;
  readonly placeholder?: string;
  /** For numbers, which are short. */
  readonly isShort?: boolean;
  /** A file that can be looked for. */
  readonly canBrowse?: boolean;
}

/** A field for a text, with what explains it and room for what is wrong with it. */
export function textInput(field: TextField, value: string, options: TextInputOptions = {}): HTMLElement {
  const { hint, placeholder, isShort = false, canBrowse = false } = options;
  const label = formLabels[field];
  const input = h(
    "vscode-text-field",
    { "data-text": field, value, placeholder, spellcheck: "false" },
    label,
  );
  const browse = canBrowse
    ? h(
        "vscode-button",
        {
          appearance: "secondary",
          "data-action": "browse",
          "data-of": field,
          "aria-label": `Browse: ${label}`,
        },
        "Browse…",
      )
    : undefined;
  return fieldFrame(
    field,
    browse ? h("div", { class: "with-button" }, input, browse) : input,
    hint,
    isShort ? "field short" : "field",
  );
}

/** What belongs to a field: its control, its explanation, its problem. */
export function fieldFrame(name: string, control: Child, hint?: string, kind = "field"): HTMLElement {
  return h(
    "div",
    { class: kind, "data-frame": name },
    control,
    h("p", { class: "hint", id: `${name}-hint`, hidden: hint === undefined }, hint),
    h("p", { class: "problem", id: `${name}-problem`, hidden: true }),
  );
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

export function radios(name: string, label: string, choices: readonly Choice[], chosen: string): HTMLElement {
  return h(
    "vscode-radio-group",
    { "data-choice": name, "aria-labelledby": `${name}-label`, value: chosen, orientation: "vertical" },
    h("span", { slot: "label", id: `${name}-label`, class: "label" }, label),
    ...choices.map(({ value, label }) => h("vscode-radio", { value, checked: value === chosen }, label)),
  );
}

export function dropdown(
  name: string,
  label: string,
  choices: readonly Choice[],
  chosen: string,
): HTMLElement {
  return h(
    "div",
    { class: "dropdown" },
    h("span", { id: `${name}-label`, class: "label" }, label),
    h(
      "vscode-dropdown",
      { "data-choice": name, "aria-labelledby": `${name}-label` },
      ...choices.map(({ value, label }) => h("vscode-option", { value, selected: value === chosen }, label)),
    ),
  );
}

export function checkbox(name: string, label: string, isChecked: boolean, hint: string): HTMLElement {
  return fieldFrame(name, h("vscode-checkbox", { "data-check": name, checked: isChecked }, label), hint);
}

export function section(title: string, ...children: readonly Child[]): HTMLElement {
  return h("section", { class: "part" }, h("h2", null, title), ...children);
}

/** The control of a frame. */
export function controlIn(frame: Element): HTMLElement | null {
  return frame.querySelector("[data-text], [data-secret], [data-pasted], [data-choice], [data-check]");
}

/**
 * Tells assistive technology what explains a control and what is wrong with it. The toolkit's text field has its input
 * in a shadow tree, where ids of the page are unknown: there the elements themselves are given.
 */
export function describe(frame: Element): void {
  const control = controlIn(frame);
  if (!control) return;
  const hint = frame.querySelector(".hint:not([hidden])");
  const problem = frame.querySelector(".problem:not([hidden])");
  const explaining = [problem, hint].filter((element) => element !== null);
  const input = control.shadowRoot?.querySelector("input");
  const target = input ?? control;
  if (input) input.autocomplete = "off";
  if (input) input.ariaDescribedByElements = explaining;
  else if (explaining.length > 0)
    target.setAttribute("aria-describedby", explaining.map(({ id }) => id).join(" "));
  else target.removeAttribute("aria-describedby");
  if (problem) target.setAttribute("aria-invalid", "true");
  else target.removeAttribute("aria-invalid");
  frame.classList.toggle("invalid", problem !== null);
}

/** Undefined: all is well. */
export function setProblem(frame: Element, problem: string | undefined): void {
  setNote(frame, ".problem", problem);
}

export function setHint(frame: Element, hint: string | undefined): void {
  setNote(frame, ".hint", hint);
}

function setNote(frame: Element, kind: ".hint" | ".problem", text: string | undefined): void {
  const note = frame.querySelector<HTMLElement>(kind);
  if (!note) return;
  note.textContent = text ?? "";
  note.hidden = text === undefined;
  describe(frame);
}
