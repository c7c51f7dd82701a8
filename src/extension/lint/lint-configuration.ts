import path from "node:path";
import * as vscode from "vscode";
import type { LintConfig } from "../../core/lint/config.ts";
import type { LintFolder } from "../../protocol/lint.ts";
import type { Log } from "../log.ts";
import type { SettingSchema } from "../settings.ts";
import { LINT_PREFIX, type LintSettings, lintConfigOf, readLintSettings } from "./lint-settings.ts";
import type { LintConfiguration } from "./linter.ts";
import type { ProjectExcludes } from "./project-excludes.ts";

/** What a folder's `pyproject.toml` says of the linter. */
export interface ProjectConfig {
  readonly config: Partial<LintConfig>;
  /** Patterns as in a .gitignore. */
  readonly excludes: readonly string[];
  /** What of it cannot be used, in words for the log. */
  readonly problems: readonly string[];
}

export interface LintConfigurationDeps {
  readonly log: Log;
  readonly readProject: (toml: string) => Promise<ProjectConfig>;
  readonly projectExcludes: ProjectExcludes;
  readonly sitePackages: (folder: vscode.WorkspaceFolder) => string | undefined;
}

const PROJECT_FILE = "pyproject.toml";

/** How the settings stand now, for a document or a folder. manifest: the extension's own */
export function lintSettings(manifest: unknown, log: Log): (uri: vscode.Uri | undefined) => LintSettings {
  const { contributes } = manifest as {
    contributes: { configuration: { properties: Readonly<Record<string, SettingSchema>> } };
  };
  const told = new Set<string>();
  return (uri) => {
    const configuration = vscode.workspace.getConfiguration(undefined, uri ?? null);
    return readLintSettings({
      value: (name) => configuration.get<unknown>(name),
      isSet: (name) => {
        const found = configuration.inspect(name);
        const values = [found?.globalValue, found?.workspaceValue, found?.workspaceFolderValue];
        return values.some((value) => value !== undefined);
      },
      schemas: contributes.configuration.properties,
      onInvalid: (name) => {
        // Read for every document: it is said once.
        if (!told.has(name)) log.warn(`The setting ${name} has a value that is not allowed.`);
        told.add(name);
      },
    });
  };
}

/** What the lint worker is told of settings and folders. */
export async function readLintConfiguration(
  deps: LintConfigurationDeps,
  settings: (uri: vscode.Uri | undefined) => LintSettings,
): Promise<LintConfiguration> {
  const fallback = settings(undefined);
  const folders = vscode.workspace.workspaceFolders ?? [];
  const enabled = folders.filter(({ uri }) => settings(uri).enabled);
  return {
    enabled: enabled.length > 0 || fallback.enabled,
    folders: await Promise.all(enabled.map((folder) => lintFolder(deps, folder, settings(folder.uri)))),
    fallback: lintConfigOf(fallback),
  };
}

async function lintFolder(
  deps: LintConfigurationDeps,
  folder: vscode.WorkspaceFolder,
  settings: LintSettings,
): Promise<LintFolder> {
  const project = await readProject(deps, folder);
  const excludes = project?.excludes ?? [];
  deps.projectExcludes.put(folder.uri.fsPath, excludes);
  return {
    folder: folder.uri.scheme === "file" ? folder.uri.fsPath : folder.uri.toString(),
    config: lintConfigOf(settings, project?.config),
    // What a project takes back with a `!` is its own, not what the settings leave out.
    excludes: [...excludes, ...settings.excludes.map(patternOf)],
    sitePackages: deps.sitePackages(folder),
  };
}

/** A glob, which is relative to the folder, as a pattern of a .gitignore. */
function patternOf(glob: string): string {
  return glob.startsWith("**/") ? glob : `/${glob}`;
}

async function readProject(
  { readProject, log }: LintConfigurationDeps,
  folder: vscode.WorkspaceFolder,
): Promise<ProjectConfig | undefined> {
  const uri = vscode.Uri.joinPath(folder.uri, PROJECT_FILE);
  let toml: string;
  try {
    toml = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    // Most projects have none; one that cannot be read says nothing either.
    return undefined;
  }
  const project = await readProject(toml);
  for (const problem of project.problems) log.warn(`${uri.fsPath}: ${problem}`);
  return project;
}

/** Calls when the linter's settings, or a project's own, may say something else. */
export function onLintSettingsChange(changed: () => void): vscode.Disposable {
  const { workspace } = vscode;
  const watcher = workspace.createFileSystemWatcher(`**/${PROJECT_FILE}`);
  const isOfFolder = (uri: vscode.Uri) =>
    workspace.workspaceFolders?.some((folder) => path.posix.dirname(uri.path) === folder.uri.path) ?? false;
  const projectChanged = (uri: vscode.Uri) => {
    if (isOfFolder(uri)) changed();
  };
  return vscode.Disposable.from(
    watcher,
    watcher.onDidCreate(projectChanged),
    watcher.onDidChange(projectChanged),
    watcher.onDidDelete(projectChanged),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(LINT_PREFIX.slice(0, -1))) changed();
    }),
    workspace.onDidChangeWorkspaceFolders(changed),
  );
}
