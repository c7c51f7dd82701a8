import * as vscode from "vscode";
import type { EditorText } from "./commands/selection.ts";

/** The editor in front; of several selections the first. */
export function editorText(): EditorText | undefined {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return undefined;
  const { document, selection } = editor;
  return {
    languageId: document.languageId,
    text: document.getText(),
    from: document.offsetAt(selection.start),
    to: document.offsetAt(selection.end),
  };
}
