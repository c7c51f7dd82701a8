import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { makeCertificate } from "./certificate.ts";
import { copyDataDirectory, giveTo } from "./data-directory.ts";
import type { PrivateServer, ServerOptions } from "./database-server.ts";
import { type Account, serverEnvironment, startPrivateServer } from "./private-server.ts";
import { locateServerPrograms, type ServerPrograms } from "./server-programs.mjs";

const run = promisify(execFile);

/** What is committed still survives a SIGKILL. */
const fast = { fsync: "off", full_page_writes: "off" };

/**
 * Starts a PostgreSQL server.
 * @throws when it is not installed, or does not start
 */
export async function startPostgres(options: ServerOptions = {}): Promise<PrivateServer> {
  const programs = locateServerPrograms("postgres");
  if (programs === undefined) throw new Error("PostgreSQL is not installed.");
  const { user = "tester", database = "lanewise", tls = "off" } = options;
  const password = options.password ?? randomBytes(12).toString("base64url");
  return startPrivateServer({
    server: { engine: "postgres", user, password, database },
    async prepare(folder, account) {
      await copyDataDirectory(folder, account, {
        name: `postgres-${await versionOf(programs)}`,
        make: (directory) => initialize(programs, directory, account),
      });
      writeFileSync(path.join(folder, "hba.conf"), accessRules(tls));
      const certificate = tls === "off" ? undefined : await makeCertificate(folder);
      await giveTo(account, folder);
      await createUser(programs, folder, account, [
        `CREATE ROLE ${name(user)} SUPERUSER LOGIN PASSWORD ${text(password)}`,
        `CREATE DATABASE ${name(database)} OWNER ${name(user)}`,
      ]);
      return certificate;
    },
    command: programs.server,
    args: (folder, port) => ["-D", path.join(folder, "data"), ...settings(folder, port, options)],
    ready: "database system is ready to accept connections",
    portTaken: "Address already in use",
    shutDownSignal: "SIGINT",
    socketPath: (folder, port) => path.join(folder, `.s.PGSQL.${port}`),
  });
}

function settings(folder: string, port: number, options: ServerOptions): readonly string[] {
  const { tls = "off", maxConnections, durable = false } = options;
  const all = {
    ...{
      listen_addresses: "127.0.0.1",
      port,
      unix_socket_directories: folder,
      max_connections: maxConnections,
    },
    hba_file: path.join(folder, "hba.conf"),
    // In its folder: what is in /dev/shm outlives a SIGKILL.
    dynamic_shared_memory_type: "mmap",
    ...(durable ? {} : fast),
    ...(tls === "off" ? {} : tlsSettings(folder)),
    ...options.settings,
  };
  return Object.entries(all).flatMap(([key, value]) =>
    value === undefined ? [] : ["-c", `${key}=${value}`],
  );
}

function tlsSettings(folder: string): Readonly<Record<string, string>> {
  return {
    ...{ ssl: "on", ssl_cert_file: path.join(folder, "server.crt") },
    ssl_key_file: path.join(folder, "server.key"),
  };
}

function accessRules(tls: "off" | "offered" | "required"): string {
  const overNetwork = tls === "required" ? "hostssl" : "host";
  return `local all all scram-sha-256\n${overNetwork} all all 127.0.0.1/32 scram-sha-256\n`;
}

async function versionOf({ server }: ServerPrograms): Promise<string> {
  const { stdout } = await run(server, ["--version"]);
  return stdout.replace(/^\D*([\d.]+).*$/s, "$1");
}

async function initialize(programs: ServerPrograms, directory: string, account: Account | undefined) {
  // Nobody may log in; who may is decided by each server's own rules and users.
  const args = ["-U", "postgres", "--auth=reject", "--encoding=UTF8", "--locale=C", "--no-sync", directory];
  await run(programs.initialize, args, { ...account, env: serverEnvironment(path.dirname(directory)) });
}

/** In single-user mode, which needs nobody who may log in. Each statement is a line. */
async function createUser(
  programs: ServerPrograms,
  folder: string,
  account: Account | undefined,
  statements: readonly string[],
): Promise<void> {
  const args = ["--single", "-D", path.join(folder, "data"), "-c", "fsync=off", "postgres"];
  const running = run(programs.server, args, { ...account, cwd: folder, env: serverEnvironment(folder) });
  running.child.stdin?.end(`${statements.join("\n")}\n`);
  const { stderr } = await running;
  // It goes on after an error, and ends with 0.
  if (/\b(ERROR|FATAL|PANIC):/.test(stderr)) throw new Error(stderr);
}

function name(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
