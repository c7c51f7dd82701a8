import * as vscode from "vscode";
import type { Log } from "./log.ts";
import { type BenchmarkSettings, readSettings, type SettingSchema } from "./settings.ts";

/** Reads the settings as they are now. The manifest brings their limits and defaults. */
export function vscodeSettings(manifest: unknown, log: Log): () => BenchmarkSettings {
  const { contributes } = manifest as {
    contributes: { configuration: { properties: Readonly<Record<string, SettingSchema>> } };
  };
  return () => {
    const configuration = vscode.workspace.getConfiguration();
    return readSettings({
      value: (name) => configuration.get<unknown>(name),
      schemas: contributes.configuration.properties,
      onInvalid: (name) =>
        log.warn(`The setting ${name} has a value that is not allowed; its default is used.`),
    });
  };
}
