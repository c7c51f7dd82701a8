import type { SqlType, SqlValue } from "./sql-type.ts";
import type { Typed } from "./translator.ts";

/** What functions may ask of the session that runs them. */
export interface FunctionSession {
  /** By its name in capitals, with `@@`: the value of a system variable. */
  readonly systemVariable: (name: string) => SqlValue;
  readonly loginName: string;
  readonly hostName: string;
  readonly applicationName: string;
  readonly database: string;
  readonly databases: readonly string[];
  readonly serverName: string;
  readonly productVersion: string;
  /** The ids of objects in the current database or in the one named. */
  readonly objectId: (name: string, type: string | undefined) => number | undefined;
  readonly objectName: (id: number) => { readonly schema: string; readonly name: string } | undefined;
  readonly schemas: readonly string[];
  readonly lastIdentity: bigint | null;
  readonly transactionCount: number;
  readonly isDoomed: boolean;
  readonly caught:
    | {
        readonly number: number;
        readonly message: string;
        readonly class: number;
        readonly state: number;
        readonly line: number;
      }
    | undefined;
  readonly now: () => Date;
}

export interface ScalarFunction {
  /** What each argument is converted to; undefined takes any. The last one repeats where `isVariadic`. */
  readonly parameters: readonly (SqlType | undefined)[];
  readonly required: number;
  readonly isVariadic?: boolean;
  /** Arguments that are words of the language: `DATEADD(day, …)`. They arrive as text. */
  readonly words?: number;
  readonly result: (args: readonly Typed[]) => SqlType;
  /** NULL for a NULL argument, unless this is set. */
  readonly takesNull?: boolean;
  /** Never NULL. */
  readonly isNeverNull?: boolean;
  readonly isDeterministic?: boolean;
  readonly run: (args: readonly SqlValue[], session: FunctionSession) => SqlValue;
}
