import type { ImportedFunction, OutsideUse, PackageVersion } from "./file-model.ts";
import type { ExternalValue, Value } from "./value.ts";

/** What a file's surroundings tell: the index of the workspace, and the versions of its packages. */
export interface Surroundings {
  /** Another one: what other files tell may have changed. */
  readonly version: number;
  /** The values that a name of another module holds; undefined: no such file is known. */
  readonly imported: (value: ExternalValue) => readonly Value[] | undefined;
  /** What a call of another module's function gives; undefined: not known. */
  readonly importedResults: (value: ExternalValue) => readonly Value[] | undefined;
  readonly importedFunction: (value: ExternalValue) => ImportedFunction | undefined;
  readonly usesElsewhere: (name: string) => readonly OutsideUse[];
  readonly knowsRelationships: () => boolean;
  readonly relationshipsOf: (model: string) => readonly string[];
  readonly versionOf: (packageName: string) => PackageVersion | undefined;
  /** The engines that other files name. */
  readonly databases: () => Iterable<string>;
}

/** A file that stands alone. */
export const alone: Surroundings = {
  version: 0,
  imported: () => undefined,
  importedResults: () => undefined,
  importedFunction: () => undefined,
  usesElsewhere: () => [],
  knowsRelationships: () => false,
  relationshipsOf: () => [],
  versionOf: () => undefined,
  databases: () => [],
};
