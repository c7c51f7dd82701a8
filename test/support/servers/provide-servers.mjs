import { existsSync } from "node:fs";
import process from "node:process";
import { step } from "../../../scripts/step.mjs";
import { locateOpenssl, locateServerPrograms } from "./server-programs.mjs";

/**
 * What the tests need, and Debian's packages for it. The server of MariaDB without the package that would also start
 * one: the tests start their own.
 */
const needs = [
  {
    name: "PostgreSQL",
    packages: ["postgresql"],
    isThere: () => locateServerPrograms("postgres") !== undefined,
  },
  {
    name: "MariaDB",
    packages: ["mariadb-server-core", "mariadb-client-core"],
    isThere: () => locateServerPrograms("mariadb") !== undefined,
  },
  { name: "openssl", packages: ["openssl"], isThere: () => locateOpenssl() !== undefined },
];

/**
 * The servers that the tests start: installed ones, else Debian's packages where this process may install them. What
 * is still missing is printed; its tests are skipped, and count as failed in CI.
 */
export async function provideServers() {
  await installWithApt(missing().flatMap(({ packages }) => packages));
  const names = missing().map(({ name }) => name);
  if (names.length > 0) {
    console.error(
      `${names.join(" and ")} cannot be found: the tests that start them are skipped. Install Debian's postgresql and mariadb-server, or the like.`,
    );
  }
}

function missing() {
  return needs.filter(({ isThere }) => !isThere());
}

/** @param {readonly string[]} packages */
async function installWithApt(packages) {
  const apt = "/usr/bin/apt-get";
  if (packages.length === 0) return;
  if (process.platform !== "linux" || process.getuid?.() !== 0 || !existsSync(apt)) return;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  if (!(await step("update apt's lists", apt, ["update"], { env })).ok) return;
  await step("install servers", apt, ["install", "-y", "--no-install-recommends", ...packages], { env });
}
