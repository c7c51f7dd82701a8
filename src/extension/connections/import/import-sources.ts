import type { ConnectionStore } from "../connection-store.ts";

/** A value of a setting, and the folder that its relative paths are meant from. */
export interface ForeignSetting {
  readonly value: unknown;
  readonly folder: string | undefined;
}

export interface EnvFile {
  /** For people: relative to the workspace. */
  readonly name: string;
  readonly text: string;
  readonly folder: string;
}

/** Where other tools keep connections; the one implementation is `vscode-import-sources.ts`. */
export interface ImportSources {
  /** Of the user, of the workspace and of its folders. */
  sqltools(): readonly ForeignSetting[];
  mssql(): readonly (ForeignSetting & { readonly groups: unknown })[];
  envFiles(): Promise<readonly EnvFile[]>;
}

export type ImportTarget = Pick<ConnectionStore, "all" | "add" | "freeName">;
