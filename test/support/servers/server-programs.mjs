import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import process from "node:process";

/** @typedef {"postgres" | "mariadb"} ServerKind */
/** @typedef {{ server: string, initialize: string }} ServerPrograms the server, and what makes its data directory */

/**
 * The programs of an installed server; undefined: it is not installed.
 * @param {ServerKind} kind
 * @returns {ServerPrograms | undefined}
 */
export function locateServerPrograms(kind) {
  const [serverName, initializeName] =
    kind === "postgres" ? ["postgres", "initdb"] : ["mariadbd", "mariadb-install-db"];
  const folders = kind === "postgres" ? [...debianPostgres(), ...searched()] : searched();
  const server = locate(serverName, folders);
  // Of the same version: several PostgreSQL may be installed.
  const initialize = locate(initializeName, server === undefined ? [] : [path.dirname(server), ...folders]);
  return server === undefined || initialize === undefined ? undefined : { server, initialize };
}

/** Where the certificates of the tests come from. */
export function locateOpenssl() {
  return locate("openssl", searched());
}

/** Debian keeps them off the PATH, one folder per version; the newest first. */
function debianPostgres() {
  const versions = "/usr/lib/postgresql";
  if (!existsSync(versions)) return [];
  return readdirSync(versions)
    .toSorted((one, other) => Number(other) - Number(one))
    .map((version) => path.join(versions, version, "bin"));
}

/** The PATH of a user who is not root lacks the folders of servers. */
function searched() {
  return [...(process.env["PATH"] ?? "").split(path.delimiter), "/usr/local/sbin", "/usr/sbin"];
}

/**
 * @param {string} name
 * @param {readonly string[]} folders
 */
function locate(name, folders) {
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}
