import type { Failure } from "../core/benchmark/outcome.ts";
import type { Milliseconds } from "../core/benchmark/units.ts";
import type {
  ConnectStep,
  Namespace,
  Page,
  PageRequest,
  Preview,
  Relation,
  RelationDetails,
} from "../core/connection/catalog.ts";
import type { ConnectionProfile } from "../core/connection/profile.ts";
import type { Secret } from "../core/connection/secret.ts";
import type { SideFiles } from "./runner.ts";

export type RelationName = Pick<Relation, "namespace" | "name">;

/** What a catalog process can be asked, one at a time. */
export type CatalogQuestion =
  | { readonly ask: "namespaces" }
  | {
      readonly ask: "relations";
      readonly namespace: Namespace;
      readonly kind: Relation["kind"];
      readonly page: PageRequest;
    }
  | { readonly ask: "details"; readonly relation: RelationName }
  /** `cutAt`: characters of a value that are shown. */
  | {
      readonly ask: "preview";
      readonly relation: RelationName;
      readonly rows: number;
      readonly cutAt: number;
    };

/** What each question is answered with. */
export interface CatalogAnswers {
  readonly namespaces: readonly Namespace[];
  readonly relations: Page<Relation>;
  readonly details: RelationDetails;
  readonly preview: Preview;
}

export type CatalogAnswer = CatalogAnswers[CatalogQuestion["ask"]];

export type CatalogAttempt<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

/** What a process needs to know once. */
export interface CatalogOrder {
  readonly profile: ConnectionProfile;
  readonly secret: Secret | undefined;
  /** What opening, and each question, may take. */
  readonly timeoutMs: Milliseconds;
  /** Of SQLite: to remove what our reading leaves. */
  readonly sideFiles: SideFiles | undefined;
}

export type ToCatalog =
  /** The first message, or `test-connection` is: opens the one session that the process has. */
  | { readonly type: "open-session"; readonly order: CatalogOrder }
  /** Opens a session step by step, closes it, and the process ends. */
  | { readonly type: "test-connection"; readonly order: CatalogOrder }
  | { readonly type: "ask"; readonly id: number; readonly question: CatalogQuestion }
  /** Ends the question that is being answered, or the opening. */
  | { readonly type: "cancel" }
  /** Closes the session; the process ends. */
  | { readonly type: "close-session" };

export type FromCatalog =
  /** `value`: the engine's version. After a failure the process ends. */
  | { readonly type: "session-opened"; readonly attempt: CatalogAttempt<string> }
  | { readonly type: "answered"; readonly id: number; readonly attempt: CatalogAttempt<CatalogAnswer> }
  /** The server went away; the process ends. */
  | { readonly type: "session-lost"; readonly failure: Failure }
  | { readonly type: "step-done"; readonly step: ConnectStep }
  | { readonly type: "connection-tested"; readonly attempt: CatalogAttempt<readonly ConnectStep[]> };

const tags: Readonly<Record<FromCatalog["type"], true>> = {
  "session-opened": true,
  answered: true,
  "session-lost": true,
  "step-done": true,
  "connection-tested": true,
};

/** Whether a value that came from a catalog process is one of its messages: their tag is checked, not their depth. */
export function isFromCatalog(value: unknown): value is FromCatalog {
  const type = typeof value === "object" && value !== null && "type" in value ? value.type : undefined;
  return typeof type === "string" && Object.hasOwn(tags, type);
}
