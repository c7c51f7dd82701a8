/** What a connection's catalog tells. Names are as the engine has them, never quoted. */

/** Where tables live: a database of MySQL or SQL Server with its schema, a schema of PostgreSQL, an attached SQLite file. */
export interface Namespace {
  /** Where an engine has databases with schemas in them (SQL Server); else undefined. */
  readonly database: string | undefined;
  /** A schema, or MySQL's database; `main` for SQLite. */
  readonly schema: string;
  /** The engine's own: `information_schema`, `sys`, `pg_catalog`. */
  readonly isSystem: boolean;
}

export interface Relation {
  readonly namespace: Namespace;
  readonly name: string;
  readonly kind: "table" | "view";
  /** As the engine's statistics estimate them; undefined: it does not know. */
  readonly estimatedRows: number | undefined;
}

export interface Column {
  readonly name: string;
  /** As the engine writes it: `character varying(40)`. */
  readonly type: string;
  readonly nullable: boolean;
  /** Its place in the primary key, from 1; undefined: not part of it. */
  readonly keyPosition: number | undefined;
}

export interface Index {
  readonly name: string;
  readonly unique: boolean;
  /** An expression as the engine writes it. */
  readonly columns: readonly string[];
}

export interface ForeignKey {
  readonly name: string | undefined;
  readonly columns: readonly string[];
  readonly target: {
    readonly namespace: Namespace;
    readonly name: string;
    readonly columns: readonly string[];
  };
}

export interface RelationDetails {
  readonly columns: readonly Column[];
  readonly indexes: readonly Index[];
  readonly foreignKeys: readonly ForeignKey[];
}

/** A page of a list that may be long, in the order of names. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** What the next page is asked with; undefined: there is none. */
  readonly next: string | undefined;
}

export interface PageRequest {
  readonly limit: number;
  /** `next` of the page before. */
  readonly after: string | undefined;
  /** Only names that contain this text, whatever its case. */
  readonly filter: string | undefined;
}

/** The first rows of a relation, each value as text; null for NULL. */
export interface Preview {
  readonly columns: readonly { readonly name: string; readonly type: string; readonly isNumber: boolean }[];
  readonly rows: readonly (readonly (string | null)[])[];
  /** Values longer than this many characters are cut. */
  readonly cutAt: number;
}

/** A step on the way to a session, as *Test Connection* shows it. */
export interface ConnectStep {
  readonly step: "resolve" | "connect" | "tls" | "log-in" | "database" | "version";
  readonly ms: number;
  /** The address, the protocol and cipher, the server's version; undefined: nothing to tell. */
  readonly detail: string | undefined;
}

/** A server's certificate that is not trusted. */
export interface CertificateInfo {
  readonly subject: string;
  readonly issuer: string;
  /** ISO dates. */
  readonly validFrom: string;
  readonly validTo: string;
  /** SHA-256, 64 hexadecimal digits in lower case. */
  readonly fingerprint: string;
}
