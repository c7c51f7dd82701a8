import type { Spawn } from "./file-model.ts";

type Kind = Spawn["kind"];

/** Where a constructor takes what: positions from 0. */
interface ConstructorForm {
  readonly kind: Kind;
  readonly form: Spawn["form"];
  readonly target: { readonly place: number; readonly name: string };
  readonly args: { readonly place: number; readonly name: string };
  readonly kwargs: { readonly place: number; readonly name: string };
}

const thread = {
  form: "thread",
  target: { place: 1, name: "target" },
  args: { place: 3, name: "args" },
  kwargs: { place: 4, name: "kwargs" },
} as const;
const timer = {
  form: "timer",
  target: { place: 1, name: "function" },
  args: { place: 2, name: "args" },
  kwargs: { place: 3, name: "kwargs" },
} as const;
const start = {
  form: "thread",
  target: { place: 0, name: "function" },
  args: { place: 1, name: "args" },
  kwargs: { place: 2, name: "kwargs" },
} as const;

/** By dotted name. */
export const constructors: Readonly<Record<string, ConstructorForm>> = {
  "threading.Thread": { kind: "thread", ...thread },
  "threading.Timer": { kind: "thread", ...timer },
  "_thread.start_new_thread": { kind: "thread", ...start },
  "thread.start_new_thread": { kind: "thread", ...start },
  "multiprocessing.dummy.Process": { kind: "thread", ...thread },
  "multiprocessing.Process": { kind: "process", ...thread, form: "process" },
  "multiprocessing.process.Process": { kind: "process", ...thread, form: "process" },
  "multiprocessing.context.Process": { kind: "process", ...thread, form: "process" },
  "billiard.Process": { kind: "process", ...thread, form: "process" },
  "torch.multiprocessing.Process": { kind: "process", ...thread, form: "process" },
};

/** Base classes whose `run` is what runs. */
export const runnableBases: Readonly<Record<string, Kind>> = {
  "threading.Thread": "thread",
  "threading.Timer": "thread",
  "multiprocessing.Process": "process",
  "multiprocessing.process.Process": "process",
  "billiard.Process": "process",
};

/** What hands out a target and its arguments one after the other: `submit(f, a, b=c)`. */
export interface MethodForm {
  readonly form: Spawn["form"];
  /** The position of the target. */
  readonly place: number;
  /** `all`: what follows the target goes to it; `tuple`: `(args, kwds)`; `each`: iterables; `each-tuple`: one of tuples. */
  readonly takes: "all" | "tuple" | "each" | "each-tuple";
  /** The caller waits for it. */
  readonly waits?: true;
}

/** Methods of executors and pools. */
export const executorMethods: Readonly<Record<string, MethodForm>> = {
  submit: { form: "submit", place: 0, takes: "all" },
  map: { form: "map", place: 0, takes: "each" },
  imap: { form: "map", place: 0, takes: "each" },
  imap_unordered: { form: "map", place: 0, takes: "each" },
  map_async: { form: "map", place: 0, takes: "each" },
  starmap: { form: "map", place: 0, takes: "each-tuple" },
  starmap_async: { form: "map", place: 0, takes: "each-tuple" },
  apply: { form: "submit", place: 0, takes: "tuple", waits: true },
  apply_async: { form: "submit", place: 0, takes: "tuple" },
  spawn: { form: "submit", place: 0, takes: "all" },
  spawn_n: { form: "submit", place: 0, takes: "all" },
};

/** Functions that run a function in a thread, by dotted name. */
export const threadFunctions: Readonly<Record<string, MethodForm>> = {
  "asyncio.to_thread": { form: "to-thread", place: 0, takes: "all" },
  "anyio.to_thread.run_sync": { form: "to-thread", place: 0, takes: "all" },
  "trio.to_thread.run_sync": { form: "to-thread", place: 0, takes: "all" },
  "starlette.concurrency.run_in_threadpool": { form: "to-thread", place: 0, takes: "all" },
  "fastapi.concurrency.run_in_threadpool": { form: "to-thread", place: 0, takes: "all" },
};

const greenlet: MethodForm = { form: "thread", place: 0, takes: "all" };
const later: MethodForm = { form: "timer", place: 1, takes: "all" };

/** Functions that run a function in a greenlet, by dotted name. */
export const greenFunctions: Readonly<Record<string, MethodForm>> = {
  "gevent.spawn": greenlet,
  "gevent.spawn_raw": greenlet,
  "gevent.spawn_later": later,
  "gevent.Greenlet": greenlet,
  "gevent.Greenlet.spawn": greenlet,
  "gevent.Greenlet.spawn_later": later,
  "gevent.greenlet.Greenlet": greenlet,
  "eventlet.spawn": greenlet,
  "eventlet.spawn_n": greenlet,
  "eventlet.spawn_after": later,
  "eventlet.greenthread.spawn": greenlet,
  "eventlet.greenthread.spawn_n": greenlet,
  "eventlet.greenthread.spawn_after": later,
};

/** Functions that run several coroutines at a time, by dotted name: each argument, or the first one's elements. */
export const gatherers: Readonly<Record<string, "arguments" | "first">> = {
  "asyncio.gather": "arguments",
  "asyncio.wait": "first",
  "asyncio.as_completed": "first",
};

/** What runs joblib's delayed calls, by dotted name. */
export const parallels: ReadonlySet<string> = new Set(["joblib.Parallel", "joblib.parallel.Parallel"]);

/** Functions that start a task of one coroutine, by dotted name. */
export const taskMakers: ReadonlySet<string> = new Set([
  "asyncio.create_task",
  "asyncio.ensure_future",
  "asyncio.async",
]);

/** Servers that handle each request in a thread of its own, by dotted name. */
export const threadedServers: ReadonlySet<string> = new Set([
  "socketserver.ThreadingTCPServer",
  "socketserver.ThreadingUDPServer",
  "socketserver.ThreadingUnixStreamServer",
  "socketserver.ThreadingMixIn",
  "SocketServer.ThreadingTCPServer",
  "SocketServer.ThreadingUDPServer",
  "SocketServer.ThreadingMixIn",
  "http.server.ThreadingHTTPServer",
]);

/** Schedulers that run their jobs in threads, by dotted name. */
export const threadedSchedulers: ReadonlySet<string> = new Set([
  "apscheduler.schedulers.background.BackgroundScheduler",
  "apscheduler.schedulers.blocking.BlockingScheduler",
  "flask_apscheduler.APScheduler",
]);

/** The methods that a server's handler runs in the request's thread. */
export const handlerMethods = /^(?:handle|setup|finish|do_[A-Z]+)$/;

/** Packages without which a file starts nothing. */
export const spawningPackages = [
  "threading",
  "_thread",
  "thread",
  "multiprocessing",
  "concurrent",
  "futures",
  "asyncio",
  "anyio",
  "trio",
  "socketserver",
  "SocketServer",
  "http",
  "starlette",
  "fastapi",
  "billiard",
  "torch",
  "gevent",
  "eventlet",
  "joblib",
  "apscheduler",
  "flask_apscheduler",
] as const;

/** The last names of all that starts something when it is called. */
export const spawningNames: ReadonlySet<string> = new Set(
  [
    ...Object.keys(constructors),
    ...Object.keys(executorMethods),
    ...Object.keys(threadFunctions),
    ...Object.keys(greenFunctions),
    ...Object.keys(gatherers),
    ...taskMakers,
    ...parallels,
    ...threadedServers,
    "add_job",
    "run_in_executor",
    "create_task",
    "start_soon",
    "ensure_future",
    "ThreadPoolExecutor",
    "ProcessPoolExecutor",
    "Pool",
    "ThreadPool",
    "Process",
  ].map((name) => name.slice(name.lastIndexOf(".") + 1)),
);
