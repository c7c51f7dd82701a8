import type { Text } from "../../core/text/text.ts";

/** Short questions beside `Dialogs`; the one implementation is `vscode-prompts.ts`. */
export interface Prompts {
  /** False when the user gives up. */
  confirm(question: { readonly message: Text; readonly detail?: Text; readonly yes: Text }): Promise<boolean>;
  /** Undefined when the user gives up. `problem` says what is wrong while it is typed. */
  enterText(question: TextQuestion): Promise<string | undefined>;
  copy(text: string): Promise<void>;
}

export interface TextQuestion {
  readonly title: Text;
  readonly prompt: Text;
  readonly value?: string;
  readonly isSecret?: boolean;
  readonly problem?: (entered: string) => Text | undefined;
}
