import fc from "fast-check";
import {
  type ConnectionProfile,
  defaultName,
  type MssqlProfile,
  type MysqlProfile,
  type PostgresProfile,
  type SqliteProfile,
} from "../../../../src/core/connection/profile.ts";
import { type Tls, type TlsMode, tlsModes } from "../../../../src/core/connection/tls.ts";

const spiteful = fc.constantFrom(
  ..."'\"`{}[]();,=&?%+#@:/\\ \u00a0$<>|*!~".split(""),
  "''",
  '""',
  "}}",
  "%25",
  "%zz",
  "%2",
  "==",
  "\\'",
  ";Password=x",
  "host=y",
  "é",
  "日本",
  "😀",
  "\u202e",
);

/** What nobody expects in a name or a password: every notation's quotes and separators, and more than ASCII. */
export const spitefulText = fc
  .array(fc.oneof({ weight: 2, arbitrary: spiteful }, fc.constantFrom("a", "B", "7", "_")), {
    minLength: 1,
    maxLength: 8,
  })
  .map((parts) => parts.join(""));

/** Without what a client would not keep either: empty counts as not given. */
const name = spitefulText.filter((text) => text.trim() !== "");

const host = fc.constantFrom(
  "localhost",
  "db.example.com",
  "10.0.0.7",
  "::1",
  "fe80::1%eth0",
  "2001:db8::8:800:200c:417a",
  "datenbank_1",
  "bücher.example",
);

const socket = fc.constantFrom("/var/run/postgresql", "/tmp/my sql/mysqld.sock", "/tmp/ü&?=;'");

const path = name.map((text) => `/data/${text}`);

function optional<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(arbitrary, { nil: undefined });
}

function tlsOf(modes: readonly TlsMode[]): fc.Arbitrary<Tls> {
  return fc
    .record({
      mode: fc.constantFrom(...modes),
      caFile: optional(path),
      certificateFile: optional(path),
      keyFile: optional(path),
      serverName: optional(fc.constantFrom("db.example.com", "other")),
      fingerprint: optional(fc.constant("0f".repeat(32))),
    })
    .map((fields) => present<Tls>(fields));
}

const common = {
  host,
  port: optional(fc.integer({ min: 1, max: 65_535 })),
  database: optional(name),
  user: optional(name),
  connectTimeoutSeconds: optional(fc.integer({ min: 1, max: 600 })),
  applicationName: optional(name),
};

const postgres: fc.Arbitrary<PostgresProfile> = fc
  .record({ ...common, host: fc.oneof(host, socket), tls: optional(tlsOf(tlsModes.postgres)) })
  .map((fields) => named<PostgresProfile>({ engine: "postgres", authentication: "password", ...fields }));

const mysql: fc.Arbitrary<MysqlProfile> = fc
  .record({
    ...common,
    host: fc.oneof(host, socket),
    tls: optional(tlsOf(tlsModes.mysql)),
    charset: optional(fc.constantFrom("utf8mb4", "latin1")),
  })
  .map((fields) => named<MysqlProfile>({ engine: "mysql", authentication: "password", ...fields }));

const mssql: fc.Arbitrary<MssqlProfile> = fc
  .record({
    ...common,
    instance: optional(fc.constantFrom("SQLEXPRESS", "Büro$1")),
    authentication: fc.constantFrom("password" as const, "entra" as const),
    readOnlyIntent: optional(fc.constant(true)),
    tls: optional(tlsOf(tlsModes.mssql)),
  })
  .map((fields) =>
    named<MssqlProfile>({
      ...fields,
      engine: "mssql",
      instance: fields.port === undefined ? fields.instance : undefined,
    }),
  );

const sqlite: fc.Arbitrary<SqliteProfile> = path
  .filter((text) => text.trim() === text)
  .map((file) => ({ engine: "sqlite", name: defaultName({ path: file }), path: file }));

export const arbitraryProfile: Readonly<{
  [E in ConnectionProfile["engine"]]: fc.Arbitrary<ConnectionProfile>;
}> = {
  sqlite,
  mssql,
  postgres,
  mysql,
};

/** As the parser names it, and without undefined fields. */
function named<P extends ConnectionProfile>(fields: Maybe<Omit<P, "name">>): P {
  const profile = present<P>(fields as Maybe<P>);
  return { ...profile, name: defaultName(profile) };
}

function present<T extends object>(fields: Maybe<T>): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

/** As fast-check makes it: what is optional may be undefined. */
type Maybe<T> = { [K in keyof T]: T[K] | undefined };
