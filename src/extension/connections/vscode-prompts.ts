import * as vscode from "vscode";
import { localize } from "../localize.ts";
import type { Prompts } from "./prompts.ts";

/** `Prompts` by VS Code's own messages and input boxes. */
export const vscodePrompts: Prompts = {
  async confirm({ message, detail, yes }) {
    const label = localize(yes);
    const options = { modal: true, ...(detail ? { detail: localize(detail) } : {}) };
    return (await vscode.window.showWarningMessage(localize(message), options, label)) === label;
  },
  async enterText({ title, prompt, value = "", isSecret = false, problem }) {
    return vscode.window.showInputBox({
      title: localize(title),
      prompt: localize(prompt),
      value,
      password: isSecret,
      // A password is often looked up elsewhere.
      ignoreFocusOut: true,
      validateInput: (entered) => {
        const found = problem?.(entered);
        return found && localize(found);
      },
    });
  },
  async copy(text) {
    await vscode.env.clipboard.writeText(text);
  },
};
