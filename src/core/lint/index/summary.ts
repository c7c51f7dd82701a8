import type { Range } from "../finding.ts";
import type { Action, OutsideUse } from "../model/file-model.ts";
import type { ImportedName } from "../model/scopes.ts";
import type { Library, Value, Verb } from "../model/value.ts";

/**
 * What other files may need to know of a file. Plain data, and made from the file's text alone, so that it can be
 * kept by the text's hash and sent between threads.
 */
export interface FileSummary {
  readonly imports: readonly ImportedName[];
  /** Names of the module that hold, make, use or change something of a database. */
  readonly exports: Readonly<Record<string, Export>>;
  /** Where imported names are used as a database is. */
  readonly uses: readonly ImportedUse[];
  /** Relationships of mapped classes, by class. */
  readonly relationships: Readonly<Record<string, readonly string[]>>;
  /** The engines that URLs in it name. */
  readonly databases: readonly string[];
  /** Whether it does something to a database, as far as the file alone tells. */
  readonly operates: boolean;
}

export interface Export {
  /** Without nodes of the syntax, and without the file's name. */
  readonly values: readonly Value[];
  readonly function: FunctionExport | undefined;
}

export interface FunctionExport {
  readonly range: Range;
  readonly returns: readonly Value[];
  readonly yields: readonly Value[];
  readonly generator: boolean;
  /** Sessions and the like that the function takes from its module: made there, or imported. */
  readonly sharedUses: readonly { readonly name: string; readonly value: Value; readonly range: Range }[];
  readonly effects: readonly FunctionEffect[];
}

export interface FunctionEffect {
  readonly action: Action;
  readonly verb: Verb | undefined;
  readonly library: Library;
  readonly range: Range;
  readonly inLoop: boolean;
  readonly weak: boolean;
}

export interface ImportedUse {
  /** Dotted, as the file imports it: `app.db.session`, `.db.session`. */
  readonly name: string;
  readonly range: Range;
  readonly context: OutsideUse["context"];
}
