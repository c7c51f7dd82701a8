import process from "node:process";
import type { TdsServerOptions } from "../tds-server/server/options.ts";
import { startTdsServer } from "../tds-server/tds-server.ts";

/** The stand-in for SQL Server in a process of its own, so that it can be killed as a server is. */
process.once("message", async (options: TdsServerOptions) => {
  const { port } = await startTdsServer(options);
  process.send?.({ port });
});
process.once("disconnect", () => process.exit());
