import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { makeCertificate } from "../servers/certificate.ts";
import type { PrivateServer, ServerOptions } from "../servers/database-server.ts";
import type { TdsServerOptions } from "../tds-server/server/options.ts";
import { startTdsServerProcess } from "../tds-server/start-server-process.ts";

/** Starts the stand-in for SQL Server as a process of its own. */
export async function startTdsProcess(options: ServerOptions = {}): Promise<PrivateServer> {
  const { user = "sa", database = "lanewise", tls = "off", maxConnections } = options;
  const password = options.password ?? randomBytes(12).toString("base64url");
  const folder = mkdtempSync(path.join(os.tmpdir(), "lanewise-tds-"));
  const certificate = tls === "off" ? undefined : await makeCertificate(folder);
  const order: TdsServerOptions = {
    folder,
    databases: [database],
    logins: [{ name: user, password, database }],
    ...(maxConnections === undefined ? {} : { maximumConnections: maxConnections }),
    ...(certificate === undefined
      ? {}
      : {
          certificate: { certificate, key: readFileSync(path.join(folder, "server.key"), "utf8") },
          encryption: tls === "required" ? "required" : "off",
        }),
  };
  let running = await startTdsServerProcess(order);
  const { host, port } = running;
  return {
    ...{ engine: "mssql", host, port, user, password, database, certificate, folder, socketPath: "" },
    url: `mssql://${user}:${encodeURIComponent(password)}@${host}:${port}/${database}`,
    pid: () => running.pid,
    kill: () => running.kill(),
    async restart() {
      running = await running.startAgain();
    },
    async stop() {
      await running.kill();
      rmSync(folder, { recursive: true });
    },
  };
}
