import { assertNever } from "../../core/assert-never.ts";
import type { Engine } from "../../core/connection/engine.ts";
import type { TextField } from "../../core/connection/form-fields.ts";
import { defaultName } from "../../core/connection/profile.ts";
import { tlsModes } from "../../core/connection/tls.ts";
import { tlsModeText } from "../../core/text/connection-form-text.ts";
import { english } from "../../core/text/text.ts";
import type {
  FieldProblem,
  FormState,
  FromConnectionForm,
  ToConnectionForm,
} from "../../protocol/connection-form.ts";
import type { Announcer } from "../announcer.ts";
import { h } from "../element.ts";
import { patch } from "../patch.ts";
import { controlIn, describe, setHint, setProblem, type Valued } from "./controls.ts";
import { FormDraft } from "./form-draft.ts";
import { type FormFrame, makeFrame } from "./form-frame.ts";
import { partsOf } from "./parts.ts";
import { spoken, testPart } from "./test-part.ts";
import { afterNews, type TestNews, type TestProgress } from "./test-progress.ts";

export interface FormPageDeps {
  readonly root: HTMLElement;
  readonly announcer: Announcer;
  readonly post: (message: FromConnectionForm) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The form as it is seen. What is filled in goes to the host as it is typed, which judges, tests and saves it. */
export class FormPage {
  readonly #deps: FormPageDeps;
  #draft: FormDraft | undefined;
  #frame: FormFrame | undefined;
  #test: TestProgress | undefined;

  constructor(deps: FormPageDeps) {
    this.#deps = deps;
  }

  get draft(): FormDraft | undefined {
    return this.#draft;
  }

  get isTesting(): boolean {
    return this.#test?.status === "running";
  }

  receive(message: ToConnectionForm): void {
    switch (message.type) {
      case "show-form":
        this.#show(message.state);
        break;
      case "string-read":
        this.#afterPasting(message.problem, message.notes);
        break;
      case "set-text":
        this.writeText(message.field, message.value);
        break;
      case "show-problems":
        this.#showProblems(message.problems);
        break;
      case "test-started":
      case "step-done":
      case "test-cancelled":
      case "test-ended":
        this.#showTest(message);
        break;
      default:
        assertNever(message);
    }
  }

  /** Tells the host what is filled in now, and brings what depends on it up to date. */
  changed(): void {
    if (!this.#draft) return;
    this.#follow();
    this.#deps.post({ type: "content-changed", content: this.#draft.content });
  }

  /** Into the field itself, as if it were typed. */
  writeText(field: TextField, value: string): void {
    const input = this.frameOf(field)?.querySelector<Valued>("[data-text]");
    if (input) input.value = value;
    this.#draft?.setText(field, value);
    this.forgetProblem(field);
    this.changed();
  }

  forgetProblem(field: string): void {
    const frame = this.frameOf(field);
    if (frame?.classList.contains("invalid")) setProblem(frame, undefined);
  }

  frameOf(name: string): Element | null {
    return this.#deps.root.querySelector(`[data-frame=${name}]`);
  }

  /** What both engines have stays; what was said of the other is gone. */
  chooseEngine(engine: Engine): void {
    const draft = this.#draft;
    if (!draft || engine === draft.fields.engine) return;
    draft.chooseEngine(engine);
    this.#draw(draft);
    this.#forgetTest();
    this.#deps.post({ type: "choose-engine", content: draft.content });
  }

  #show(state: FormState): void {
    const isFirst = this.#frame === undefined;
    this.#draft = new FormDraft(state);
    if (isFirst) {
      this.#frame = makeFrame(state);
      this.#deps.root.replaceChildren(...this.#frame.nodes);
    }
    this.#draw(this.#draft);
    if (isFirst) this.#focusFirst(state);
  }

  #draw(draft: FormDraft): void {
    const { root } = this.#deps;
    const { state } = draft;
    const { body } = this.#frame as FormFrame;
    const isOpen = body.querySelector("details")?.open ?? false;
    const focused = this.#focusedName();
    body.replaceChildren(...partsOf(state));
    const details = body.querySelector("details");
    if (details) details.open = isOpen;
    const engine = root.querySelector<Valued>("[data-choice=engine]");
    if (engine && engine.value !== state.fields.engine) engine.value = state.fields.engine;
    for (const frame of root.querySelectorAll("[data-frame]")) describe(frame);
    const password = root.querySelector<Valued>("[data-secret]");
    if (password) password.value = draft.content.password ?? "";
    this.#follow();
    if (focused !== undefined && document.activeElement === document.body) this.#focus(focused);
  }

  /** Where a new connection begins: its engine. Of another, where it leads. */
  #focusFirst({ isNew, fields }: FormState): void {
    const first = isNew ? "engine" : fields.engine === "sqlite" ? "path" : "host";
    // Before a frame is drawn, the toolkit's radios take no focus.
    requestAnimationFrame(() => this.#focus(first));
  }

  #focusedName(): string | undefined {
    return document.activeElement?.closest("[data-frame]")?.getAttribute("data-frame") ?? undefined;
  }

  #focus(name: string): void {
    const frame = this.frameOf(name);
    const details = frame?.closest("details");
    if (details) details.open = true;
    const control = frame && controlIn(frame);
    const target =
      control?.querySelector<HTMLElement>("vscode-radio[checked], vscode-radio.checked") ?? control;
    target?.focus();
    frame?.scrollIntoView({ block: "nearest" });
  }

  /** What depends on other fields. */
  #follow(): void {
    const { root } = this.#deps;
    const draft = this.#draft;
    if (!draft) return;
    const { engine, texts, authentication } = draft.fields;
    const name = root.querySelector<Valued>("[data-text=name]");
    // Not the attribute, which the toolkit writes itself, and later.
    if (name) name.placeholder = nameFor(texts);
    if (engine === "sqlite") return;
    const login = root.querySelector<HTMLElement>("[data-shown-for=password]");
    if (login) login.hidden = authentication !== "password";
    const password = this.frameOf("password");
    if (password instanceof HTMLElement) password.hidden = draft.keeping === "ask";
    const mode = tlsModes[engine].find((one) => one === texts.mode);
    const frame = this.frameOf("mode");
    if (frame && mode) setHint(frame, english(tlsModeText(mode).checks));
  }

  #forgetTest(): void {
    const { test, testButton } = this.#frame ?? {};
    this.#test = undefined;
    if (test) test.hidden = true;
    if (testButton) testButton.textContent = "Test Connection";
  }

  #afterPasting(problem: string | undefined, notes: readonly string[]): void {
    const { pasted } = this.#frame ?? {};
    const draft = this.#draft;
    if (!pasted || !draft) return;
    setProblem(pasted, problem);
    patch(
      pasted.querySelector(".notes") as Element,
      notes.map((note) => h("li", null, note)),
    );
    const input = pasted.querySelector<Valued>("[data-pasted]");
    if (problem !== undefined) input?.focus();
    else if (input) input.value = "";
    if (problem === undefined) this.#forgetTest();
    const read = `Filled in ${nameFor(draft.fields.texts)}.`;
    this.#deps.announcer.say(problem ?? [read, ...notes].join(" "));
  }

  #showProblems(problems: readonly FieldProblem[]): void {
    for (const frame of this.#deps.root.querySelectorAll("[data-frame].invalid"))
      setProblem(frame, undefined);
    const ofForm: string[] = [];
    for (const { field, text } of problems) {
      const frame = field === undefined ? null : this.frameOf(field);
      if (frame === null || field === undefined) ofForm.push(text);
      else if (!frame.classList.contains("invalid")) setProblem(frame, text);
    }
    // In the order of the page.
    const first =
      this.#deps.root.querySelector("[data-frame].invalid")?.getAttribute("data-frame") ?? undefined;
    const { problem } = this.#frame ?? {};
    if (problem) {
      problem.textContent = ofForm.join(" ");
      problem.hidden = ofForm.length === 0;
    }
    if (ofForm.length > 0) this.#deps.announcer.say(ofForm.join(" "));
    if (first !== undefined) this.#focus(first);
  }

  #showTest(news: TestNews): void {
    const frame = this.#frame;
    const draft = this.#draft;
    if (!frame || !draft) return;
    this.#test = afterNews(this.#test, news);
    frame.test.hidden = false;
    frame.test.setAttribute("data-status", this.#test.status);
    patch(frame.test, testPart(draft.fields, this.#test, this.#deps.now()));
    const isRunning = this.#test.status === "running";
    frame.testButton.textContent = isRunning ? "Cancel Test" : "Test Connection";
    frame.test.scrollIntoView({ block: "nearest" });
    this.#deps.announcer.say(spoken(draft.fields, this.#test));
  }
}

function nameFor(texts: Readonly<Record<TextField, string>>): string {
  const given = (field: "path" | "host" | "instance" | "database") =>
    texts[field] === "" ? {} : { [field]: texts[field] };
  const port = /^\d+$/.test(texts.port) ? { port: Number(texts.port) } : {};
  return defaultName({
    ...given("path"),
    ...given("host"),
    ...given("instance"),
    ...given("database"),
    ...port,
  });
}
