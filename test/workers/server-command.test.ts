import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { reportSchema } from "../../src/core/benchmark/report.ts";
import { descendants, distFolder, until } from "../support/benchmark-run.ts";
import type { DatabaseServer } from "../support/servers/database-server.ts";
import { describeWithServer } from "../support/servers/describe-with-server.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const cli = path.join(distFolder, "cli.js");

function address({ engine, host, port, user, database }: DatabaseServer): string {
  return `${engine === "postgres" ? "postgresql" : engine}://${user}@${host}:${port}/${database}`;
}

function start(server: DatabaseServer, folder: string, args: readonly string[], password?: string) {
  const env = {
    ...{ PATH: process.env["PATH"], TMPDIR: folder },
    ...(password === undefined ? {} : { LANEWISE_PASSWORD: password }),
  };
  const all = [cli, "bench", "--url", address(server), ...args];
  return spawn(process.execPath, all, { stdio: ["ignore", "pipe", "pipe"], env });
}

function ending(child: ChildProcess): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const texts = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (data: string) => {
      texts[name] += data;
    });
  }
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, ...texts })));
}

/** Arguments and environments of all processes that a run has started. */
function seenBySystem(pid: number): string {
  return descendants(pid)
    .flatMap((one) => [`/proc/${one}/cmdline`, `/proc/${one}/environ`])
    .map((file) => {
      try {
        return readFileSync(file, "utf8");
      } catch {
        // It has ended meanwhile.
        return "";
      }
    })
    .join("\n");
}

function everyFile(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), "latin1"))
    .join("\n");
}

describeWithServer("lanewise bench --url", "postgres", (server) => {
  it("measures with the password of its environment, which goes nowhere else", async () => {
    const folder = temporaryFolder();
    const files = [
      "--json",
      `${folder}/r.json`,
      "--html",
      `${folder}/r.html`,
      "--markdown",
      `${folder}/r.md`,
    ];
    const nap = ["--query", "SELECT pg_sleep(0.05)", "--strategies", "processes,tasks", "--trials", "3"];
    const child = start(server(), folder, [...nap, ...files], server().password);
    const ended = ending(child);
    const seen: string[] = [];
    await until(() => {
      seen.push(seenBySystem(child.pid ?? 0));
      return seen.at(-1)?.includes("lane-process.js") ?? false;
    }, "a lane process runs");
    const { code, stdout, stderr } = await ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/PostgreSQL \d+/);
    expect(stdout).toContain("tasks(2)");
    expect(JSON.parse(readFileSync(`${folder}/r.json`, "utf8"))).toMatchObject({
      schema: reportSchema,
      connection: { engine: "postgres" },
    });
    for (const text of [stdout, everyFile(folder), ...seen]) expect(text).not.toContain(server().password);
  });

  it("says in one line that the password is wrong, and does not repeat it", async () => {
    const folder = temporaryFolder();
    const args = ["--query", "SELECT 1", "--json", `${folder}/r.json`, "--quiet"];
    const { code, stdout, stderr } = await ending(start(server(), folder, args, "wrong-hunter2"));
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^lanewise bench: [^\n]+ refused the login of [^\n]+\n$/);
    expect(JSON.parse(readFileSync(`${folder}/r.json`, "utf8"))).toMatchObject({
      outcome: "failed",
      failure: { reason: "login-failed" },
      connection: { engine: "postgres" },
    });
    expect(stderr + everyFile(folder)).not.toContain("wrong-hunter2");
  });

  it("refuses a password on the command line before it does anything", async () => {
    const folder = temporaryFolder();
    const { url } = server();
    const child = spawn(process.execPath, [cli, "bench", "--url", url, "--query", "SELECT 1"], {
      env: { PATH: process.env["PATH"], TMPDIR: folder },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const { code, stdout, stderr } = await ending(child);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("LANEWISE_PASSWORD");
    expect(stderr).not.toContain(server().password);
  });
});
