import type { Milliseconds } from "../core/benchmark/units.ts";
import type { ConnectStep } from "../core/connection/catalog.ts";
import type { ConnectionProfile } from "../core/connection/profile.ts";
import type { Secret } from "../core/connection/secret.ts";
import { isFromCatalog, type ToCatalog } from "../protocol/catalog.ts";
import { type CatalogReply, no, problemOf } from "./catalog-reply.ts";
import { forkCatalog } from "./fork-catalog.ts";
import { lookAtSideFiles } from "./look-at-side-files.ts";

const GRACE_MS = 500;

export interface TestConnectionDeps {
  /** The catalog process's bundle. */
  readonly file: string;
  readonly profile: ConnectionProfile;
  readonly secret: Secret | undefined;
  readonly timeoutMs: Milliseconds;
}

/** Opens a session step by step in a process of its own, and closes it. Each step is told when it is done. */
export function testConnection(
  { file, profile, secret, timeoutMs }: TestConnectionDeps,
  onStep: (step: ConnectStep) => void,
  signal: AbortSignal,
): Promise<CatalogReply<readonly ConnectStep[]>> {
  const sideFiles = profile.engine === "sqlite" ? lookAtSideFiles(profile.path) : undefined;
  return new Promise((resolve) => {
    const { child, ending } = forkCatalog(file);
    let settled = false;
    const settle = (reply: CatalogReply<readonly ConnectStep[]>) => {
      if (settled) return;
      settled = true;
      clearTimeout(limit);
      signal.removeEventListener("abort", cancel);
      // A process that has answered ends by itself.
      setTimeout(() => child.kill("SIGKILL"), reply.ok ? GRACE_MS : 0).unref();
      resolve(reply);
    };
    const cancel = () => settle(no({ problem: "cancelled" }));
    const limit = setTimeout(
      () => settle(no({ problem: "timed-out", limitMs: timeoutMs })),
      timeoutMs + GRACE_MS,
    );
    child.on("message", (message: unknown) => {
      if (!isFromCatalog(message)) return;
      if (message.type === "step-done") onStep(message.step);
      if (message.type !== "connection-tested") return;
      const { attempt } = message;
      settle(attempt.ok ? attempt : no(problemOf(attempt.failure, timeoutMs)));
    });
    child.once("error", (error) => settle(no({ problem: "process-ended", detail: error.message })));
    child.once("exit", (code, killed) =>
      settle(no({ problem: "process-ended", detail: ending(code, killed) })),
    );
    signal.addEventListener("abort", cancel, { once: true });
    const order = { profile, secret, timeoutMs, sideFiles };
    child.send({ type: "test-connection", order } satisfies ToCatalog, () => {});
    if (signal.aborted) cancel();
  });
}
