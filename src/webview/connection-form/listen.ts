import { engines } from "../../core/connection/engine.ts";
import { type TextField, textFields } from "../../core/connection/form-fields.ts";
import { type FromConnectionForm, keepings } from "../../protocol/connection-form.ts";
import type { Valued } from "./controls.ts";
import type { FormDraft } from "./form-draft.ts";
import type { FormPage } from "./form-page.ts";

type Post = (message: FromConnectionForm) => void;

/** Turns what the user does into orders; one listener of a kind for the whole page. */
export function listen(root: HTMLElement, page: FormPage, post: Post): void {
  root.addEventListener("input", ({ target }) => onInput(target, page));
  root.addEventListener("change", ({ target }) => onChange(target, page));
  root.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("[data-action]") : null;
    const order = button && !button.hasAttribute("disabled") && orderOf(button, root, page);
    if (order) post(order);
  });
  // Before the toolkit hears of them: a list that is open closes by the same key.
  root.addEventListener("keydown", (event) => onKey(event, root, page, post), { capture: true });
}

function onInput(target: EventTarget | null, page: FormPage): void {
  const { draft } = page;
  if (!(target instanceof Element) || !draft) return;
  const { value } = target as Valued;
  const field = textFields.find((one) => one === target.getAttribute("data-text"));
  if (field) {
    draft.setText(field, value);
    page.forgetProblem(field);
  } else if (target.hasAttribute("data-secret")) draft.setPassword(value);
  else return;
  page.changed();
}

function onChange(target: EventTarget | null, page: FormPage): void {
  const { draft } = page;
  if (!(target instanceof Element) || !draft) return;
  const check = target.getAttribute("data-check");
  const choice = target.closest<Valued>("[data-choice]");
  if (check === "production" || check === "readOnlyIntent") {
    draft.set({ [check]: (target as HTMLElement & { checked: boolean }).checked });
    page.changed();
  } else if (choice?.getAttribute("data-choice") === "engine") {
    // A group of the toolkit tells of a choice more than once.
    const engine = engines.find((one) => one === choice.value);
    if (engine) page.chooseEngine(engine);
  } else if (choice && choose(choice, draft, page)) page.changed();
}

/** False: it was so before. */
function choose(choice: Valued, draft: FormDraft, page: FormPage): boolean {
  const { value } = choice;
  switch (choice.getAttribute("data-choice")) {
    case "keeping": {
      const keeping = keepings.find((one) => one === value);
      if (!keeping || keeping === draft.keeping) return false;
      draft.setKeeping(keeping);
      return true;
    }
    case "authentication":
      if (value === draft.fields.authentication) return false;
      draft.set({ authentication: value === "entra" ? "entra" : "password" });
      return true;
    case "mode":
      if (value === draft.fields.texts.mode) return false;
      draft.setText("mode", value);
      page.forgetProblem("mode");
      return true;
    default:
      return false;
  }
}

function orderOf(button: Element, root: HTMLElement, page: FormPage): FromConnectionForm | undefined {
  const { draft } = page;
  if (!draft) return undefined;
  const of = button.getAttribute("data-of") ?? "";
  switch (button.getAttribute("data-action")) {
    case "save":
      return { type: "save-connection", content: draft.content };
    case "close":
      return { type: "close-form" };
    case "test":
      return page.isTesting ? { type: "cancel-test" } : { type: "test-connection", content: draft.content };
    case "paste":
      return pasting(root, draft);
    case "browse":
      return { type: "choose-file", field: of as TextField };
    case "use-group":
      page.writeText("group", of);
      return undefined;
    case "trust":
      page.writeText("fingerprint", of);
      return { type: "test-connection", content: draft.content };
    default:
      return undefined;
  }
}

function pasting(root: HTMLElement, { content }: FormDraft): FromConnectionForm {
  const pasted = root.querySelector<Valued>("[data-pasted]")?.value ?? "";
  return { type: "paste-string", content, pasted };
}

function onKey(event: KeyboardEvent, root: HTMLElement, page: FormPage, post: Post): void {
  const { draft } = page;
  if (!(event.target instanceof Element) || !draft || event.isComposing) return;
  if (event.key === "Escape") {
    if (!hasOpenList(root)) post({ type: "close-if-unchanged" });
    return;
  }
  if (event.key !== "Enter" || event.ctrlKey || event.altKey || event.metaKey) return;
  if (!event.target.closest("vscode-text-field, vscode-radio, vscode-checkbox")) return;
  event.preventDefault();
  const isPasting = event.target.closest("[data-pasted]") !== null;
  post(isPasting ? pasting(root, draft) : { type: "save-connection", content: draft.content });
}

/** By its property: the toolkit writes the attribute later. */
function hasOpenList(root: HTMLElement): boolean {
  const lists = root.querySelectorAll<HTMLElement & { readonly open: boolean }>("vscode-dropdown");
  return [...lists].some(({ open }) => open);
}
