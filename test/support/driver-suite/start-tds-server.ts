import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { makeCertificate } from "../servers/certificate.ts";
import type { PrivateServer, ServerOptions } from "../servers/database-server.ts";
import type { TdsServerOptions } from "../tds-server/server/options.ts";

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
  let { child, port } = await startProcess(order);
  return {
    ...{
      engine: "mssql",
      host: "127.0.0.1",
      port,
      user,
      password,
      database,
      certificate,
      folder,
      socketPath: "",
    },
    url: `mssql://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`,
    pid: () => child.pid ?? 0,
    kill: () => endProcess(child),
    async restart() {
      await endProcess(child);
      ({ child, port } = await startProcess({ ...order, port }));
    },
    async stop() {
      await endProcess(child);
      rmSync(folder, { recursive: true });
    },
  };
}

async function startProcess(order: TdsServerOptions): Promise<{ child: ChildProcess; port: number }> {
  const child = fork(path.join(import.meta.dirname, "tds-process.ts"), {
    execArgv: ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", "--disable-warning=ExperimentalWarning"],
  });
  child.send(order);
  const [{ port }] = (await once(child, "message")) as [{ port: number }];
  return { child, port };
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}
