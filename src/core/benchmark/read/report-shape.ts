import { engines } from "../../connection/engine.ts";
import type { Failure, FailureReason } from "../outcome.ts";
import type {
  Cause,
  CauseEvidence,
  Environment,
  LaneReport,
  Latency,
  Noise,
  Phases,
  Report,
  ReportConnection,
  Segment,
  ServerActivity,
  StrategyReport,
  Timeline,
  Verdict,
} from "../report.ts";
import { reportSchema } from "../report.ts";
import { noteShape } from "./note-shape.ts";
import { planShape } from "./plan-shape.ts";
import {
  absentOr,
  anyBoolean,
  anyNumber,
  anyText,
  dictionary,
  knownOrNull,
  list,
  listOfKnown,
  natural,
  notNegative,
  nullable,
  oneOf,
  optional,
  pair,
  record,
  textOrNumber,
  wordOf,
} from "./shape.ts";

/*
 * A report field by field. What `contracts.md` guarantees is required; everything else may be missing in a report of an
 * older release and gets a value that says "not known". Lists have a limit, so that a hostile file stays harmless.
 */
const MANY = 100_000;
const FIELDS = 1000;

const status = oneOf("completed", "cancelled", "failed");
const evidence = dictionary(textOrNumber, FIELDS);

const failureReason = wordOf<FailureReason>({
  "node-too-old": true,
  "another-run": true,
  "lock-unusable": true,
  "file-missing": true,
  "is-directory": true,
  "no-permission": true,
  "not-a-database": true,
  corrupt: true,
  locked: true,
  "wal-folder-read-only": true,
  "cannot-connect": true,
  "login-failed": true,
  certificate: true,
  "too-many-connections": true,
  "over-connection-budget": true,
  lost: true,
  "syntax-error": true,
  "needs-server": true,
  "several-statements": true,
  "not-read-only": true,
  "parameters-mismatch": true,
  "query-failed": true,
  deadlock: true,
  snapshot: true,
  "too-large": true,
  "timed-out": true,
  cancelled: true,
  "lane-crashed": true,
  "runner-crashed": true,
});

const failure = record<Failure>({
  reason: failureReason,
  detail: optional(anyText, ""),
  data: optional(evidence, {}),
});

const connection = record<ReportConnection>({
  engine: oneOf(...engines),
  name: anyText,
  settings: optional(evidence, {}),
});

const environment = record<Environment>({
  // A container may be given half a core.
  cpus: notNegative,
  cpuModel: optional(anyText, ""),
  memoryMb: optional(notNegative, 0),
  os: optional(anyText, ""),
  node: anyText,
  engineVersion: anyText,
  driver: optional(anyText, ""),
  loadBefore: optional(nullable(notNegative), null),
  threadCpu: optional(anyBoolean, false),
});

const latency = record<Latency>({
  // Not known is told from none by `completeReport`.
  samples: optional(natural, 0),
  p50: nullable(notNegative),
  p90: nullable(notNegative),
  p95: nullable(notNegative),
  p99: nullable(notNegative),
  max: nullable(notNegative),
});

const phases = record<Phases>({
  connectMs: notNegative,
  queueMs: notNegative,
  executeMs: notNegative,
  transferMs: notNegative,
  lockWaitMs: notNegative,
  lockWaits: notNegative,
});

const lane = record<LaneReport>({
  lane: natural,
  operations: notNegative,
  rows: notNegative,
  wallMs: notNegative,
  cpuMs: nullable(notNegative),
  // A clock read in another thread may be a hair early.
  lateMs: anyNumber,
  connectMs: notNegative,
  lockWaitMs: notNegative,
});

const segment = record<Segment>({
  kind: oneOf("run", "wait"),
  from: anyNumber,
  to: anyNumber,
  operations: notNegative,
});

const timeline = record<Timeline>({
  trial: natural,
  wallMs: notNegative,
  lanes: list(list(segment, MANY), FIELDS),
});

const factor = { factor: notNegative, low: notNegative, high: notNegative };

const activity = record<ServerActivity>({
  looks: natural,
  running: notNegative,
  lock: notNegative,
  io: notNegative,
  client: notNegative,
  other: notNegative,
  idle: notNegative,
});

const strategy = record<StrategyReport>({
  strategy: anyText,
  lanes: natural,
  outcome: status,
  reason: absentOr(anyText),
  detail: absentOr(anyText),
  operations: notNegative,
  rows: notNegative,
  trialsMs: list(notNegative, MANY),
  droppedTrials: optional(natural, 0),
  outliers: optional(list(natural, MANY), []),
  medianMs: nullable(notNegative),
  intervalMs: nullable(pair(notNegative)),
  rowsPerSecond: nullable(notNegative),
  operationsPerSecond: nullable(notNegative),
  latencyMs: latency,
  latencyCurve: optional(list(pair(notNegative), MANY), []),
  speedup: nullable(record(factor)),
  phases: optional(nullable(phases), null),
  laneDetails: optional(list(lane, FIELDS), []),
  serverActivity: optional(nullable(activity), null),
  threadCpuMs: optional(nullable(notNegative), null),
  fairness: optional(nullable(notNegative), null),
  timeline: optional(nullable(timeline), null),
  checksum: optional(nullable(anyText), null),
});

const noise = record<Noise>({
  strategy: oneOf("serial"),
  ...factor,
  trialsMs: optional(list(notNegative, MANY), []),
});

const cause = wordOf<Cause>({
  "more-lanes-than-cores": true,
  "lane-cpu-bound": true,
  "lock-waits": true,
  "shared-session-queues": true,
  "event-loop-busy": true,
  "server-lock-waits": true,
  "server-cpu-saturated": true,
  "network-bound": true,
  "result-materialisation": true,
  "too-noisy": true,
  "too-short-to-measure": true,
  "data-changed": true,
});

const verdict = record<Verdict>({
  conclusion: oneOf("parallel-helps", "parallel-hurts", "no-difference", "cannot-judge"),
  best: anyText,
  factor: nullable(notNegative),
  interval: nullable(pair(notNegative)),
  causes: listOfKnown(
    record<CauseEvidence>({
      cause: cause,
      evidence,
    }),
    FIELDS,
  ),
  text: anyText,
});

export const reportShape = record<Report>({
  schema: oneOf(reportSchema),
  id: optional(anyText, ""),
  startedAt: optional(anyText, ""),
  durationMs: optional(notNegative, 0),
  lanewise: optional(anyText, ""),
  outcome: optional(status, "completed"),
  failure: knownOrNull(failure),
  connection,
  environment,
  plan: planShape,
  strategies: list(strategy, FIELDS),
  noise: nullable(noise),
  verdict,
  notes: optional(listOfKnown(noteShape, MANY), []),
});
