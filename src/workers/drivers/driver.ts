import type { Duplex } from "node:stream";
import type { LaneSession } from "../../core/benchmark/lane-loop.ts";
import type { OverlapProbe } from "../../core/benchmark/measured.ts";
import type { Failure } from "../../core/benchmark/outcome.ts";
import type { QueryWorkload, SessionSettings } from "../../core/benchmark/plan.ts";
import type { RowValue } from "../../core/benchmark/row-checksum.ts";
import type { SessionsSeen } from "../../core/benchmark/server-activity.ts";
import type { Milliseconds } from "../../core/benchmark/units.ts";
import type {
  ConnectStep,
  Namespace,
  Page,
  PageRequest,
  Preview,
  Relation,
  RelationDetails,
} from "../../core/connection/catalog.ts";
import type { ConnectionProfile } from "../../core/connection/profile.ts";
import type { Secret } from "../../core/connection/secret.ts";
import type { ConnectionLoad, Inspection } from "../../protocol/lane.ts";

export type Rows = readonly (readonly RowValue[])[];

export type Attempt<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

/** Opens the way to a server in the driver's stead: a tunnel, a proxy. It rejects when there is none. */
export type OpenSocket = (host: string, port: number) => Promise<Duplex>;

/** What it takes to reach a database. */
export interface Reach {
  readonly profile: ConnectionProfile;
  /** Undefined: none is needed, or the user gave none. */
  readonly secret: Secret | undefined;
  readonly openSocket?: OpenSocket;
}

/** What the operations of a session are. */
export interface Work {
  readonly workload: QueryWorkload;
  readonly session: SessionSettings;
  readonly seed: number;
  /** What the rows of one operation may weigh when they are kept. */
  readonly laneBytes: number;
  /** As in `TrialOrder`. */
  readonly fewRows: boolean;
  /** Polled while rows arrive: true ends the operation as `stopped`. */
  readonly stopped: () => boolean;
  /** Told while rows arrive, every few thousand: the rows of the operation so far. */
  readonly onRows: (rows: number) => void;
}

/** What a session needs to run the operations of a workload. */
export interface SessionOrder extends Reach, Work {}

/** One open link to a database, with the workload's statement prepared. */
export interface DriverSession extends LaneSession {
  /** With fetch `all`: the rows of the last operation, until the next one. */
  readonly keptRows: Rows;
  /**
   * Ends the running operation at the server, which then resolves as `stopped`; without one it does nothing. SQLite
   * does nothing ever: it polls `stopped`, and what it polls not ends with its process.
   */
  cancel(): void;
  /** Reads back whether the session still only reads: asked between trials, never while an operation runs. */
  checkReadOnly(): Failure | undefined | Promise<Failure | undefined>;
  /** Ends a running operation first. Never rejects. */
  close(): void | Promise<void>;
}

export type RelationName = Pick<Relation, "namespace" | "name">;

export interface PreviewOrder {
  readonly rows: number;
  /** Characters of a value that are shown. */
  readonly cutAt: number;
}

/** A session that reads the catalog. One question at a time; a second one waits for the first. */
export interface CatalogSession {
  /** As the engine names itself: `PostgreSQL 17.5`. */
  readonly version: string;
  namespaces(): Promise<Attempt<readonly Namespace[]>>;
  relations(
    namespace: Namespace,
    kind: Relation["kind"],
    page: PageRequest,
  ): Promise<Attempt<Page<Relation>>>;
  details(relation: RelationName): Promise<Attempt<RelationDetails>>;
  preview(relation: RelationName, order: PreviewOrder): Promise<Attempt<Preview>>;
  /** Ends the running question, which then fails as `cancelled`. SQLite's ends with its process. */
  cancel(): void;
  close(): Promise<void>;
}

export interface BrowseOrder extends Reach {
  /** What one question may take before it is ended at the server and fails as `timed-out`. */
  readonly timeoutMs: Milliseconds;
  /** Told once when the session ends by itself: the server went away. */
  readonly onLost?: (failure: Failure) => void;
}

/** Looks at the sessions of a run from beside them. */
export interface Watch {
  /** Undefined: the server does not tell, or is gone. Never rejects. */
  look(): Promise<SessionsSeen | undefined>;
  close(): Promise<void>;
}

/** An engine behind its client library. What a user, a server or a network can cause is in the answer; nothing rejects. */
export interface Driver {
  /** Opens a session as a lane does, lets the engine judge the statement without running it, and reads the settings back. */
  inspect(order: SessionOrder): Promise<Attempt<Inspection>>;
  /** A session for a lane, the statement prepared. `inspect` has judged the statement before. */
  open(order: SessionOrder): Promise<Attempt<DriverSession>>;
  browse(order: BrowseOrder): Promise<Attempt<CatalogSession>>;
  /** Opens a session step by step and closes it. @returns all steps; each is told when it is done */
  test(reach: Reach, onStep: (step: ConnectStep) => void): Promise<Attempt<readonly ConnectStep[]>>;
  load(reach: Reach): Promise<Attempt<ConnectionLoad>>;
  /** A session that looks at what this user's sessions of this program do; where the server tells. */
  watch?(reach: Reach): Promise<Attempt<Watch>>;
  /** Only where the client library keeps no queue: issues requests at once on one connection, which changes nothing. */
  overlap?(reach: Reach, requests: number): Promise<Attempt<OverlapProbe>>;
}
