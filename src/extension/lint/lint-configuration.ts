import * as vscode from "vscode";
import type { LintConfig } from "../../core/lint/config.ts";
import type { LintFolder, LintProject } from "../../protocol/lint.ts";
import type { Log } from "../log.ts";
import type { SettingSchema } from "../settings.ts";
import { LINT_PREFIX, type LintSettings, lintConfigOf, readLintSettings } from "./lint-settings.ts";
import type { LintConfiguration } from "./linter.ts";
import type { ProjectExcludes } from "./project-excludes.ts";
import { PROJECT_FILE, type ProjectFiles } from "./project-files.ts";

/** What a folder's `pyproject.toml` says of the linter. */
export interface ProjectConfig {
  /** Whether there is a section `[tool.lanewise]`; without one, that of a folder further up holds. */
  readonly hasSection: boolean;
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
  readonly projectFiles: Pick<ProjectFiles, "inside">;
  readonly sitePackages: (folder: vscode.WorkspaceFolder) => string | undefined;
}

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
  const root = pathOf(folder.uri);
  // What a project takes back with a `!` is its own, not what the settings leave out.
  const bySettings = { base: root, patterns: settings.excludes.map(patternOf) };
  const found = await readProjects(deps, folder);
  deps.projectExcludes.put(
    folder.uri.fsPath,
    found.map(({ uri, project }) => ({ folder: uri.fsPath, patterns: project.excludes })),
  );
  const projects = found.map(({ uri, project }): LintProject => {
    const base = pathOf(uri);
    return {
      folder: base,
      config: lintConfigOf(settings, project.config),
      excludes: [{ base, patterns: project.excludes }, bySettings],
    };
  });
  const own = projects.find((project) => project.folder === root);
  return {
    ...(own ?? { folder: root, config: lintConfigOf(settings), excludes: [bySettings] }),
    projects: projects.filter((project) => project !== own),
    sitePackages: deps.sitePackages(folder),
  };
}

function pathOf(uri: vscode.Uri): string {
  return uri.scheme === "file" ? uri.fsPath : uri.toString();
}

/** A glob, which is relative to the folder, as a pattern of a .gitignore. */
function patternOf(glob: string): string {
  return glob.startsWith("**/") ? glob : `/${glob}`;
}

/** The folders with a section of ours: the workspace folder, and those inside it. */
async function readProjects(
  deps: LintConfigurationDeps,
  folder: vscode.WorkspaceFolder,
): Promise<readonly { readonly uri: vscode.Uri; readonly project: ProjectConfig }[]> {
  const files = [vscode.Uri.joinPath(folder.uri, PROJECT_FILE), ...deps.projectFiles.inside(folder)];
  const found = await Promise.all(
    files.map(async (uri) => ({
      uri: vscode.Uri.joinPath(uri, ".."),
      project: await readProject(deps, uri),
    })),
  );
  return found.flatMap(({ uri, project }) => (project?.hasSection ? [{ uri, project }] : []));
}

async function readProject(
  { readProject, log }: LintConfigurationDeps,
  uri: vscode.Uri,
): Promise<ProjectConfig | undefined> {
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

/** Calls when the linter's settings may say something else. */
export function onLintSettingsChange(changed: () => void): vscode.Disposable {
  const { workspace } = vscode;
  return vscode.Disposable.from(
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(LINT_PREFIX.slice(0, -1))) changed();
    }),
    workspace.onDidChangeWorkspaceFolders(changed),
  );
}
