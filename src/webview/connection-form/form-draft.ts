import type { Engine } from "../../core/connection/engine.ts";
import { type FormFields, fieldsForEngine, type TextField } from "../../core/connection/form-fields.ts";
import type { FormContent, FormState, Keeping } from "../../protocol/connection-form.ts";

/** What is filled in, as it is edited. */
export class FormDraft {
  readonly #shown: FormState;
  #fields: FormFields;
  #keeping: Keeping;
  /** Undefined: nothing was typed. */
  #password: string | undefined;

  constructor(state: FormState) {
    this.#shown = state;
    this.#fields = state.fields;
    this.#keeping = state.keeping;
  }

  /** As it is now, to be shown. */
  get state(): FormState {
    return { ...this.#shown, fields: this.#fields, keeping: this.#keeping };
  }

  get fields(): FormFields {
    return this.#fields;
  }

  get keeping(): Keeping {
    return this.#keeping;
  }

  get content(): FormContent {
    return { fields: this.#fields, keeping: this.#keeping, password: this.#password };
  }

  chooseEngine(engine: Engine): void {
    this.#fields = fieldsForEngine(this.#fields, engine);
  }

  setText(field: TextField, value: string): void {
    this.#fields = { ...this.#fields, texts: { ...this.#fields.texts, [field]: value } };
  }

  setPassword(typed: string): void {
    this.#password = typed === "" ? undefined : typed;
  }

  setKeeping(keeping: Keeping): void {
    this.#keeping = keeping;
  }

  set(change: Partial<Pick<FormFields, "authentication" | "production" | "readOnlyIntent">>): void {
    this.#fields = { ...this.#fields, ...change };
  }
}
