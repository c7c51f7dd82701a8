import {
  defaultLimits,
  defaultTrials,
  isolations,
  type Limits,
  type MssqlSettings,
  type MysqlSettings,
  type Parameter,
  type ParameterSource,
  type ParameterValue,
  type PostgresSettings,
  type SessionSettings,
  type SqliteSettings,
} from "../plan.ts";
import type { ReportPlan } from "../report.ts";
import {
  absentOr,
  anyNumber,
  anyText,
  list,
  natural,
  notNegative,
  nullable,
  oneOf,
  optional,
  record,
  type Shape,
  textOrNumber,
  union,
} from "./shape.ts";

const MANY = 100_000;
const FIELDS = 1000;

const parameterValue: Shape<ParameterValue> = nullable(textOrNumber);
const parameter = record<Parameter>({
  name: nullable(anyText),
  source: union<ParameterSource>(
    record({ kind: oneOf("integer"), from: anyNumber, to: anyNumber }),
    record({ kind: oneOf("choice"), values: list(parameterValue, MANY) }),
  ),
});

const serverSettings = { isolation: absentOr(oneOf(...isolations)), lockTimeoutMs: absentOr(notNegative) };
const sessionSettings = record<SessionSettings>({
  sqlite: absentOr(
    record<SqliteSettings>({
      cacheSize: absentOr(anyNumber),
      mmapSize: absentOr(anyNumber),
      busyTimeoutMs: absentOr(notNegative),
    }),
  ),
  postgres: absentOr(
    record<PostgresSettings>({
      ...serverSettings,
      workMemKb: absentOr(notNegative),
      parallelWorkers: absentOr(notNegative),
    }),
  ),
  mysql: absentOr(record<MysqlSettings>(serverSettings)),
  mssql: absentOr(record<MssqlSettings>({ ...serverSettings, packetSize: absentOr(notNegative) })),
});

export const planShape = record<ReportPlan>({
  workload: record({
    kind: oneOf("query"),
    sql: anyText,
    parameters: optional(list(parameter, FIELDS), []),
    fetch: oneOf("stream", "all"),
    rowLimit: optional(nullable(natural), null),
  }),
  strategies: optional(list(anyText, FIELDS), []),
  requestedOperations: optional(natural, 0),
  operations: optional(natural, 0),
  trials: optional(record({ minimum: natural, maximum: natural }), defaultTrials),
  limits: optional(
    record<Limits>({
      trialMs: notNegative,
      runMs: notNegative,
      laneBytes: notNegative,
      laneHeapMb: notNegative,
      connections: optional(nullable(natural), null),
    }),
    defaultLimits,
  ),
  seed: anyNumber,
  session: optional(sessionSettings, {}),
});
