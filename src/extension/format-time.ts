import * as vscode from "vscode";

/** A point in time (ISO 8601) as the user writes it, to the second: two runs may begin in one minute. */
export function formatTime(iso: string): string {
  const format = new Intl.DateTimeFormat(vscode.env.language, { dateStyle: "medium", timeStyle: "medium" });
  return format.format(new Date(iso));
}
