import * as vscode from "vscode";
import { type ExplorerSettings, readExplorerSettings } from "./connections/explorer-settings.ts";
import type { Log } from "./log.ts";
import { type BenchmarkSettings, readSettings, type SettingSchema, type SettingsDeps } from "./settings.ts";

/** Reads the settings as they are now. */
export function vscodeSettings(manifest: unknown, log: Log): () => BenchmarkSettings {
  const deps = settingsDeps(manifest, log);
  return () => readSettings(deps(undefined));
}

/** As they hold for a file, where one is given. */
export function vscodeExplorerSettings(manifest: unknown, log: Log): (file?: vscode.Uri) => ExplorerSettings {
  const deps = settingsDeps(manifest, log);
  return (file) => readExplorerSettings(deps(file));
}

/** The manifest brings the limits and defaults. */
function settingsDeps(manifest: unknown, log: Log): (scope: vscode.Uri | undefined) => SettingsDeps {
  const { contributes } = manifest as {
    contributes: { configuration: { properties: Readonly<Record<string, SettingSchema>> } };
  };
  return (scope) => {
    const configuration = vscode.workspace.getConfiguration(undefined, scope);
    return {
      value: (name) => configuration.get<unknown>(name),
      schemas: contributes.configuration.properties,
      onInvalid: (name) =>
        log.warn(`The setting ${name} has a value that is not allowed; its default is used.`),
    };
  };
}
