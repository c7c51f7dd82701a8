import { isMainThread, parentPort, Worker } from "node:worker_threads";
import type { FromCatalog, ToCatalog } from "../protocol/catalog.ts";
import { REMOVE_SIDE_FILES, type SideFiles } from "../protocol/runner.ts";
import { CatalogService } from "./catalog-service.ts";
import { driverOf } from "./drivers/index.ts";
import { removeSideFiles } from "./side-files.ts";

/**
 * The catalog process of one connection: one process, one session. A thread of its own holds the session, because a
 * statement of SQLite blocks the thread it runs in; the main thread only passes messages on, and kills the process when
 * its host is gone, whatever the statement does.
 */
if (process.argv[2] === REMOVE_SIDE_FILES) {
  removeSideFiles(JSON.parse(process.argv[3] ?? "{}") as SideFiles);
  process.disconnect?.();
} else if (isMainThread) {
  supervise();
} else {
  serve();
}

function serve(): void {
  const service = new CatalogService({
    driverOf,
    post: (message) => parentPort?.postMessage(message),
    end: () => parentPort?.close(),
  });
  parentPort?.on("message", (message: ToCatalog) => void service.receive(message));
}

function supervise(): void {
  const worker = new Worker(__filename, { execArgv: [] });
  process.on("message", (message: ToCatalog) => worker.postMessage(message));
  process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
  worker.on("message", (message: FromCatalog) => process.send?.(message, () => {}));
  // What throws in there is a bug; Node writes it to stderr, which the host reads.
  worker.on("error", (error) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  });
  // Flushes what was sent before; nothing else keeps the process alive.
  worker.on("exit", () => process.removeAllListeners("disconnect").disconnect());
}
