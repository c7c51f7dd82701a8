import type { TdsServerOptions } from "./server/options.ts";
import { startTdsServer } from "./tds-server.ts";

/**
 * The server as a process of its own, so that a test can kill it in the midst of a query. Its options come as the
 * first message; it ends with the process that started it.
 */
process.once("message", (options: TdsServerOptions) => {
  void startTdsServer(options).then(({ port }) => process.send?.({ port }));
});
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
