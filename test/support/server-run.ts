import { existsSync } from "node:fs";
import type { RunOutcome } from "../../src/core/benchmark/outcome.ts";
import type { PlanRequest } from "../../src/core/benchmark/plan.ts";
import type { Report } from "../../src/core/benchmark/report.ts";
import type { ServerProfile } from "../../src/core/connection/profile.ts";
import { forkRunner } from "../../src/node/fork-runner.ts";
import type { RunListener } from "../../src/node/run-benchmark.ts";
import { makeJob, runnerFile } from "./benchmark-run.ts";
import type { DatabaseServer } from "./servers/database-server.ts";

export interface ServerRunRequest extends Partial<PlanRequest> {
  readonly server: DatabaseServer;
  /** Default: the server's own. */
  readonly password?: string;
  readonly profile?: Partial<ServerProfile>;
  readonly signal?: AbortSignal;
  readonly listener?: RunListener;
}

function profileOf(server: DatabaseServer): ServerProfile {
  const { engine, host, port, user, database } = server;
  return { engine, name: "test", host, port, user, database, authentication: "password" } as ServerProfile;
}

/** Runs the built runner on a server, one trial unless told otherwise. */
export function runOnServer(request: ServerRunRequest): Promise<RunOutcome> {
  if (!existsSync(runnerFile)) throw new Error("dist/bench-runner.js is missing: npm run build");
  const { server, password = server.password, profile, signal, listener, ...plan } = request;
  const job = {
    ...makeJob({ file: "", ...plan }),
    profile: { ...profileOf(server), ...profile } as ServerProfile,
  };
  const never = new AbortController().signal;
  return forkRunner({ file: runnerFile })(job, listener ?? {}, signal ?? never, {
    kind: "password",
    password,
  });
}

export async function serverReport(request: ServerRunRequest): Promise<Report> {
  const outcome = await runOnServer(request);
  if (outcome.status !== "completed") throw new Error(JSON.stringify(outcome));
  return outcome.report;
}
