import { assertNever } from "../../../core/assert-never.ts";
import { emptyFields, type TextField } from "../../../core/connection/form-fields.ts";
import { type Text, text } from "../../../core/text/text.ts";
import {
  type FormContent,
  readFromConnectionForm,
  type ToConnectionForm,
} from "../../../protocol/connection-form.ts";
import type { ConnectionDraft } from "../connection-form.ts";
import type { Prompts } from "../prompts.ts";
import { ConnectionTest, type TestConnection } from "./connection-test.ts";
import { contentOf, type HeldContent, isSameContent, judge, secretOf } from "./form-content.ts";
import { readPasted } from "./read-pasted.ts";

export interface ConnectionFormDeps {
  readonly test: TestConnection;
  /** The wished name, or one like it that no other connection has. */
  readonly freeName: (wished: string) => string;
  readonly groups: () => readonly (readonly string[])[];
  readonly chooseFile: (field: TextField) => Promise<string | undefined>;
  readonly confirm: Prompts["confirm"];
  /** The folder that is open. */
  readonly workspaceFolder: () => string | undefined;
  readonly t: (text: Text) => string;
}

export interface ConnectionFormHostOptions extends ConnectionFormDeps {
  readonly initial: ConnectionDraft | undefined;
  readonly post: (message: ToConnectionForm) => void;
  /** The form is done with: saved, or given up. */
  readonly close: (draft: ConnectionDraft | undefined) => void;
}

/**
 * One form, from its opening to its end. It holds all that is filled in, so that a page which VS Code threw away while
 * nobody saw it comes back as it was; the password stays here.
 */
export class ConnectionFormHost {
  readonly #options: ConnectionFormHostOptions;
  readonly #initial: HeldContent;
  readonly #test: ConnectionTest;
  #content: HeldContent;
  /** The password that stays while the page's field is empty. */
  #kept: string | undefined;
  #problems: Extract<ToConnectionForm, { type: "show-problems" }> = { type: "show-problems", problems: [] };

  constructor(options: ConnectionFormHostOptions) {
    this.#options = options;
    this.#initial = contentOf(options.initial);
    this.#content = this.#initial;
    this.#kept = this.#initial.password;
    this.#test = new ConnectionTest(options);
  }

  get isChanged(): boolean {
    const { fields } = this.#content;
    // Of a new connection, the engine alone is not much.
    const before = this.#options.initial
      ? this.#initial
      : { ...this.#initial, fields: emptyFields(fields.engine) };
    return !isSameContent(before, this.#content);
  }

  /** What the page sent, unchecked. */
  async receive(message: unknown): Promise<void> {
    const order = readFromConnectionForm(message);
    if (!order) return;
    if ("content" in order) this.#take(order.content);
    switch (order.type) {
      case "form-ready":
        return this.#showAgain();
      case "content-changed":
        return;
      case "choose-engine":
        return this.#forgetFindings();
      case "paste-string":
        return this.#paste(order.pasted);
      case "choose-file":
        return this.#chooseFile(order.field);
      case "test-connection":
        return this.#runTest();
      case "cancel-test":
        return this.#test.cancel();
      case "save-connection":
        return this.#save();
      case "close-form":
        if (!this.isChanged || (await this.confirmThrowingAway())) this.#end(undefined);
        return;
      case "close-if-unchanged":
        if (!this.isChanged) this.#end(undefined);
        return;
      default:
        return assertNever(order);
    }
  }

  confirmThrowingAway(): Promise<boolean> {
    return this.#options.confirm({
      message: text("Throw away what was filled in?"),
      detail: text("The connection was not saved."),
      yes: text("Throw Away"),
    });
  }

  /** Ends a test that goes on. */
  dispose(): void {
    this.#test.cancel();
  }

  #take({ fields, keeping, password }: FormContent): void {
    this.#content = { fields, keeping, password: password ?? this.#kept };
  }

  /** The page's field for the password is empty from now on. */
  #show(): void {
    const { initial, groups, post } = this.#options;
    const { fields, keeping, password } = this.#content;
    this.#kept = password;
    post({
      type: "show-form",
      state: {
        isNew: initial === undefined,
        fields,
        keeping,
        hasPassword: password !== undefined,
        groups: groups().map((group) => group.join(" / ")),
      },
    });
  }

  #showAgain(): void {
    this.#show();
    if (this.#problems.problems.length > 0) this.#options.post(this.#problems);
    this.#test.showAgain();
  }

  #paste(pasted: string): void {
    const { workspaceFolder, post, t } = this.#options;
    const read = readPasted(pasted, this.#content, workspaceFolder());
    if (!read.ok) {
      post({ type: "string-read", problem: t(read.problem), notes: [] });
      return;
    }
    this.#content = read.content;
    this.#forgetFindings();
    this.#show();
    post({ type: "string-read", problem: undefined, notes: read.notes.map(t) });
  }

  async #chooseFile(field: TextField): Promise<void> {
    const file = await this.#options.chooseFile(field);
    if (file === undefined) return;
    const { fields } = this.#content;
    this.#content = { ...this.#content, fields: { ...fields, texts: { ...fields.texts, [field]: file } } };
    this.#options.post({ type: "set-text", field, value: file });
  }

  async #runTest(): Promise<void> {
    const judged = this.#judge();
    if (judged.ok) await this.#test.run(judged.profile, secretOf(this.#content));
  }

  #save(): void {
    const judged = this.#judge();
    if (!judged.ok) return;
    const { keeping, password } = this.#content;
    const { profile } = judged;
    const isNew = keeping !== "ask" && password !== this.#initial.password;
    this.#end({ profile, keeping, secret: isNew ? secretOf(this.#content) : undefined });
  }

  #judge(): ReturnType<typeof judge> {
    const { freeName, initial, post, t } = this.#options;
    const judged = judge(this.#content, { freeName, ownName: initial?.profile.name, t });
    this.#problems = { type: "show-problems", problems: judged.ok ? [] : judged.problems };
    post(this.#problems);
    return judged;
  }

  /** What was said of other fields. */
  #forgetFindings(): void {
    this.#test.forget();
    this.#problems = { type: "show-problems", problems: [] };
    this.#options.post(this.#problems);
  }

  #end(draft: ConnectionDraft | undefined): void {
    this.#test.cancel();
    this.#options.close(draft);
  }
}
