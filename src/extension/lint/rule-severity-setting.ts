import * as vscode from "vscode";
import type { Severity } from "../../core/lint/finding.ts";
import { asError } from "../log.ts";
import { LINT_PREFIX } from "./lint-settings.ts";

const NAME = `${LINT_PREFIX}rules`;

/**
 * Writes one rule's severity where it holds for the document: its folder in a workspace of several, else the workspace,
 * else the user. Gives the reason where it cannot be written.
 */
export async function setRuleSeverity(
  rule: string,
  severity: Severity | "off" | undefined,
  uri: string | undefined,
): Promise<string | undefined> {
  const resource = uri === undefined ? undefined : vscode.Uri.parse(uri);
  const configuration = vscode.workspace.getConfiguration(undefined, resource ?? null);
  const folders = vscode.workspace.workspaceFolders ?? [];
  const hasFolder = resource !== undefined && vscode.workspace.getWorkspaceFolder(resource) !== undefined;
  const found = configuration.inspect<Record<string, unknown>>(NAME);
  const [target, known] =
    folders.length > 1 && hasFolder
      ? [vscode.ConfigurationTarget.WorkspaceFolder, found?.workspaceFolderValue]
      : folders.length > 0
        ? [vscode.ConfigurationTarget.Workspace, found?.workspaceValue]
        : [vscode.ConfigurationTarget.Global, found?.globalValue];
  const { [rule]: _, ...others } = known ?? {};
  const rules = severity === undefined ? others : { ...others, [rule]: severity };
  try {
    await configuration.update(NAME, Object.keys(rules).length > 0 ? rules : undefined, target);
    return undefined;
  } catch (error) {
    return asError(error).message;
  }
}
