import * as vscode from "vscode";
import type { Text } from "../core/text/text.ts";
import type { Sentences } from "./dialogs.ts";

/** The sentence in the user's language. */
export function localize({ message, args }: Text): string {
  return vscode.l10n.t(message, { ...args });
}

export function localizeAll(sentences: Sentences): string {
  return "message" in sentences ? localize(sentences) : sentences.map(localize).join(" ");
}
