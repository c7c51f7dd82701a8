import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import type { DatabaseServer, PrivateServer } from "./database-server.ts";
import type { Account, Answer, Order, StartOrder } from "./server-process.mjs";

export type { Account } from "./server-process.mjs";

/** How one kind of server is started. */
export interface ServerRecipe {
  /** What it has besides its port, which is not known before. */
  readonly server: Pick<DatabaseServer, "engine" | "user" | "password" | "database">;
  /** Makes the data directory, `data`, and what else is in the folder; returns its certificate as PEM. */
  prepare(folder: string, account: Account | undefined): Promise<string | undefined>;
  readonly command: string;
  args(folder: string, port: number): readonly string[];
  /** A regular expression: what it says when it takes connections. */
  readonly ready: string;
  /** A regular expression: what it says when another program has the port. */
  readonly portTaken: string;
  /** Asks it to end, and not to wait for its clients. */
  readonly shutDownSignal: NodeJS.Signals;
  socketPath(folder: string, port: number): string;
}

const host = "127.0.0.1";
const portAttempts = 5;

/**
 * Starts a server that nobody else uses, in a folder of its own. It ends with this process at the latest.
 * @throws when it does not start, with what it said
 */
export async function startPrivateServer(recipe: ServerRecipe): Promise<PrivateServer> {
  const account = serverAccount();
  const folder = mkdtempSync(path.join(baseFolder(account), "lw-db-"));
  const supervisor = new Supervisor(folder);
  try {
    const certificate = await recipe.prepare(folder, account);
    const place = { folder, account, supervisor };
    return describe(recipe, { ...place, certificate, ...(await startOnFreePort(recipe, place)) });
  } catch (error) {
    await supervisor.end();
    throw error;
  }
}

interface Place {
  readonly folder: string;
  readonly account: Account | undefined;
  readonly supervisor: Supervisor;
}

interface Started {
  readonly port: number;
  readonly pid: number;
  readonly certificate: string | undefined;
}

/** Another program may take the port between our looking and the server's start. */
async function startOnFreePort(recipe: ServerRecipe, place: Place): Promise<Pick<Started, "port" | "pid">> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    try {
      return { port, pid: await place.supervisor.start(startOrder(recipe, place, port)) };
    } catch (error) {
      if (attempt === portAttempts || !new RegExp(recipe.portTaken).test(String(error))) throw error;
    }
  }
}

function startOrder(recipe: ServerRecipe, { folder, account }: Place, port: number): StartOrder {
  return {
    ...{ order: "start", command: recipe.command, args: recipe.args(folder, port), ready: recipe.ready },
    ...{ account, env: serverEnvironment(folder) },
  };
}

function describe(
  recipe: ServerRecipe,
  { port, pid, certificate, ...place }: Place & Started,
): PrivateServer {
  const { user, password, database, engine } = recipe.server;
  let current = pid;
  const [login, secret] = [user, password].map(encodeURIComponent);
  return {
    ...{ ...recipe.server, certificate },
    ...{ host, port, url: `${engine}://${login}:${secret}@${host}:${port}/${encodeURIComponent(database)}` },
    socketPath: recipe.socketPath(place.folder, port),
    folder: place.folder,
    pid: () => current,
    kill: () => place.supervisor.order({ order: "kill" }),
    restart: async () => {
      await place.supervisor.order({ order: "shut-down", signal: recipe.shutDownSignal });
      current = await place.supervisor.start(startOrder(recipe, place, port));
    },
    stop: () => place.supervisor.end(),
  };
}

/** The process that owns the server. It keeps nobody alive: with the last thing else to do, all three end. */
class Supervisor {
  readonly #child: ChildProcess;
  #previous: Promise<unknown> = Promise.resolve();
  #ended = false;

  constructor(folder: string) {
    // In a group of its own: Ctrl-C must not end it before it has ended the server.
    this.#child = fork(path.join(import.meta.dirname, "supervisor.mjs"), [folder], {
      ...{ execArgv: [], detached: true, stdio: ["ignore", "ignore", "ignore", "ipc"] },
    });
    this.#child.unref();
    this.#child.channel?.unref();
  }

  async start(order: StartOrder): Promise<number> {
    const answer = await this.#ask(order);
    if (!("pid" in answer)) throw new Error(`A start was answered by ${JSON.stringify(answer)}`);
    return answer.pid;
  }

  async order(order: Order): Promise<void> {
    await this.#ask(order);
  }

  /** Ends the server, if it still runs, and removes its folder. A supervisor that has ended did so by itself. */
  async end(): Promise<void> {
    if (this.#ended || !this.#child.connected) return;
    this.#ended = true;
    await this.#ask({ order: "end" });
    const exited = once(this.#child, "exit");
    this.#child.ref();
    this.#child.disconnect();
    await exited;
  }

  #ask(order: Order): Promise<Answer> {
    const answer = this.#previous.then(() => this.#send(order));
    this.#previous = answer.catch(() => undefined);
    return answer;
  }

  async #send(order: Order): Promise<Answer> {
    this.#child.channel?.ref();
    try {
      const answered = new Promise<Answer>((resolve, reject) => {
        this.#child.once("message", (answer) => resolve(answer as Answer));
        this.#child.once("exit", () => reject(new Error("The server's supervisor ended.")));
      });
      this.#child.send(order);
      const answer = await answered;
      if ("failure" in answer) throw new Error(answer.failure);
      return answer;
    } finally {
      this.#child.channel?.unref();
      this.#child.removeAllListeners("message").removeAllListeners("exit");
    }
  }
}

/** Servers refuse to run as root. Then they run as nobody, who owns no other server's files. */
function serverAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const line of readFileSync("/etc/passwd", "utf8").split("\n")) {
    const [name, , uid, gid] = line.split(":");
    if (name === "nobody") return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error("Servers refuse to run as root, and this system has no user `nobody`.");
}

/** Where the account can reach its folder; short, since the path of a Unix socket has at most 107 bytes. */
function baseFolder(account: Account | undefined): string {
  const preferred = os.tmpdir();
  return account === undefined || isOpenToAll(preferred) ? preferred : "/tmp";
}

function isOpenToAll(folder: string): boolean {
  const parent = path.dirname(folder);
  return (statSync(folder).mode & 0o001) !== 0 && (parent === folder || isOpenToAll(parent));
}

/** None of ours: PGDATA and the like would lead to somebody else's server. */
export function serverEnvironment(folder: string): NodeJS.ProcessEnv {
  return { PATH: process.env["PATH"], LC_ALL: "C", TZ: "UTC", HOME: folder, TMPDIR: folder };
}

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, host);
  await once(listener, "listening");
  const address = listener.address();
  listener.close();
  await once(listener, "close");
  if (address === null || typeof address === "string") throw new Error("The listener has no port.");
  return address.port;
}
