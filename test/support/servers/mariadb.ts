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
const fast = { "innodb-flush-log-at-trx-commit": 2, "innodb-doublewrite": 0 };
/** The default, 96 MB, is written whole for each server. */
const logFileSize = "16M";

/**
 * Starts a MariaDB server.
 * @throws when it is not installed, or does not start
 */
export async function startMariadb(options: ServerOptions = {}): Promise<PrivateServer> {
  const programs = locateServerPrograms("mariadb");
  if (programs === undefined) throw new Error("MariaDB is not installed.");
  const { user = "tester", database = "lanewise", tls = "off" } = options;
  const password = options.password ?? randomBytes(12).toString("base64url");
  return startPrivateServer({
    server: { engine: "mysql", user, password, database },
    async prepare(folder, account) {
      await copyDataDirectory(folder, account, {
        name: `mariadb-${await versionOf(programs)}`,
        make: (directory) => initialize(programs, directory, account),
      });
      writeFileSync(path.join(folder, "init.sql"), initialStatements({ user, password, database }));
      const certificate = tls === "off" ? undefined : await makeCertificate(folder);
      await giveTo(account, folder);
      return certificate;
    },
    command: programs.server,
    // First, or it reads the configuration of the system's own server.
    args: (folder, port) => ["--no-defaults", ...settings(folder, port, options)],
    ready: "ready for connections",
    portTaken: "Address already in use",
    shutDownSignal: "SIGTERM",
    socketPath: (folder) => path.join(folder, "mariadb.sock"),
  });
}

function settings(folder: string, port: number, options: ServerOptions): readonly string[] {
  const { tls = "off", maxConnections, durable = false } = options;
  const all = {
    ...{ "bind-address": "127.0.0.1", port, "max-connections": maxConnections },
    ...{ datadir: path.join(folder, "data"), socket: path.join(folder, "mariadb.sock") },
    ...{
      "pid-file": path.join(folder, "mariadb.pid"),
      tmpdir: folder,
      "init-file": path.join(folder, "init.sql"),
    },
    ...{ "skip-name-resolve": "ON", "innodb-log-file-size": logFileSize },
    ...(durable ? {} : fast),
    ...(tls === "off"
      ? {}
      : { "ssl-cert": path.join(folder, "server.crt"), "ssl-key": path.join(folder, "server.key") }),
    ...(tls === "required" ? { "require-secure-transport": "ON" } : {}),
    ...options.settings,
  };
  return Object.entries(all).flatMap(([key, value]) => (value === undefined ? [] : [`--${key}=${value}`]));
}

async function versionOf({ server }: ServerPrograms): Promise<string> {
  const { stdout } = await run(server, ["--no-defaults", "--version"]);
  return stdout.replace(/^.*?Ver ([\d.]+).*$/s, "$1");
}

async function initialize(programs: ServerPrograms, directory: string, account: Account | undefined) {
  await run(
    programs.initialize,
    [
      ...["--no-defaults", `--datadir=${directory}`, "--auth-root-authentication-method=normal"],
      ...["--skip-test-db", "--skip-name-resolve", `--innodb-log-file-size=${logFileSize}`],
    ],
    { ...account, env: serverEnvironment(path.dirname(directory)) },
  );
}

/** Run at every start; each statement is a line. */
function initialStatements(server: { user: string; password: string; database: string }): string {
  const user = `${text(server.user)}@'%'`;
  return [
    `CREATE DATABASE IF NOT EXISTS ${name(server.database)} CHARACTER SET utf8mb4;`,
    `CREATE USER IF NOT EXISTS ${user} IDENTIFIED BY ${text(server.password)};`,
    `GRANT ALL PRIVILEGES ON *.* TO ${user} WITH GRANT OPTION;\n`,
  ].join("\n");
}

function name(identifier: string): string {
  return `\`${identifier.replaceAll("`", "``")}\``;
}

function text(value: string): string {
  return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}
