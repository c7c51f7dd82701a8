import { describe, expect, it } from "vitest";
import { buildModel } from "../../../../src/core/lint/model/build-model.ts";
import { readPython } from "../../../support/parse-python.ts";

/** Each spawn as `kind form [evidence | hop] → what runs (argument → parameter, …)`. */
function spawnsIn(code: string): readonly string[] {
  const file = buildModel(readPython(code));
  return file.spawns.map(({ kind, form, fanOut, sequential, runs, arguments: given, workers }) => {
    const evidence = [fanOut, sequential ? "hop" : undefined, workers && `×${workers}`].filter(Boolean);
    const names = runs.map(({ qualifiedName }) => qualifiedName).join(" + ") || "?";
    const handed = given.map(({ node, parameter }) => `${file.textOf(node)} → ${parameter?.name.id ?? "?"}`);
    return `${[kind, form, ...evidence].join(" ")}: ${names}(${handed.join(", ")})`;
  });
}

const target = `
import asyncio, functools, threading, multiprocessing as mp
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
def work(session, row, *more, flag=None, **options):
    pass
`;

describe("joblib's jobs", () => {
  const joblib = "from joblib import Parallel, delayed\ndef work(session, row): pass\n";
  it("are fresh processes, and threads if they are asked for", () => {
    expect(spawnsIn(`${joblib}Parallel(n_jobs=4)(delayed(work)(s, row) for row in rows)`)).toEqual([
      "process map map ×4: work(s → session, row → row)",
    ]);
    expect(
      spawnsIn(`${joblib}Parallel(4, prefer="threads")([delayed(work)(s, row=r) for r in rows])`),
    ).toEqual(["thread map map ×4: work(s → session, r → row)"]);
  });
  it("are found by the name of the pool", () => {
    expect(
      spawnsIn(
        `${joblib}with Parallel(n_jobs=-1, backend="threading") as parallel:\n    parallel(delayed(work)(s, r) for r in rows)\nrun = Parallel(n_jobs=1)\nrun(delayed(work)(s, r) for r in rows)`,
      ),
    ).toEqual([
      "thread map map: work(s → session, r → row)",
      "process map hop ×1: work(s → session, r → row)",
    ]);
  });
});

describe("greenlets", () => {
  it("map what follows their function to its parameters", () => {
    expect(
      spawnsIn(
        `import gevent\nfrom eventlet import spawn_after\ndef work(session, row): pass\ngevent.spawn(work, s, 1)\ngevent.spawn_later(5, work, s, row=2)\nspawn_after(5, work, s)`,
      ),
    ).toEqual([
      "thread thread: work(s → session, 1 → row)",
      "thread timer several: work(s → session, 2 → row)",
      "thread timer several: work(s → session)",
    ]);
  });
});

describe("threads", () => {
  it("map args and kwargs to parameters", () => {
    expect(
      spawnsIn(`${target}threading.Thread(target=work, args=(s, 1, 2), kwargs={"flag": 3, "x": 4}).start()`),
    ).toEqual(["thread thread: work(s → session, 1 → row, 2 → more, 3 → flag, 4 → options)"]);
  });
  it("are found by position and under another name", () => {
    expect(
      spawnsIn(`from threading import Thread as T\ndef work(a): pass\nT(None, work, None, [1])`),
    ).toEqual(["thread thread: work(1 → a)"]);
  });
  it("in a loop fan out, with the rounds that can be counted", () => {
    expect(
      spawnsIn(`${target}for i in range(4):\n    threading.Thread(target=work, args=(s, i)).start()`),
    ).toEqual(["thread thread loop ×4: work(s → session, i → row)"]);
  });
  it("that are joined at once are hops", () => {
    expect(
      spawnsIn(`${target}for i in rows:\n    t = threading.Thread(target=work)\n    t.start()\n    t.join()`),
    ).toEqual(["thread thread hop: work()"]);
  });
  it("take their arguments from a name", () => {
    expect(spawnsIn(`${target}given = (s, 1)\nthreading.Thread(target=work, args=given).start()`)).toEqual([
      "thread thread: work(s → session, 1 → row)",
    ]);
  });
  it("run methods of objects and lambdas", () => {
    expect(
      spawnsIn(
        `import threading\nclass A:\n    def go(self, x): pass\n    def start(self):\n        threading.Thread(target=self.go, args=(1,)).start()\n        threading.Timer(5, lambda: self.go(2)).start()`,
      ),
    ).toEqual(["thread thread: A.go(1 → x)", "thread timer: A.start.<lambda>()"]);
  });
  it("of a subclass run its run, and hand over to its __init__", () => {
    expect(
      spawnsIn(
        `from threading import Thread\nclass Worker(Thread):\n    def __init__(self, session):\n        super().__init__()\n    def run(self): pass\nfor i in rows:\n    Worker(s).start()`,
      ),
    ).toEqual(["thread thread-subclass loop: Worker.run(s → session)"]);
  });
  it("run the functions that their target is given and calls", () => {
    expect(
      spawnsIn(
        `import threading\ndef fetch(session): pass\ndef put(q, func, kwargs):\n    q.put(func(**kwargs))\nthreading.Thread(target=put, args=(q, fetch, {"session": s})).start()`,
      ),
    ).toEqual(['thread thread: put + fetch(q → q, fetch → func, {"session": s} → kwargs, s → session)']);
  });
  it("start where a helper is called that starts its parameter", () => {
    expect(
      spawnsIn(
        `import threading\ndef background(f, *args):\n    threading.Thread(target=f, args=args).start()\ndef work(session, row): pass\nbackground(work, s, 1)`,
      ),
    ).toContain("thread thread: work(s → session, 1 → row)");
  });
  it("of a socket server handle each client", () => {
    expect(
      spawnsIn(
        `import socketserver\nclass H(socketserver.BaseRequestHandler):\n    def handle(self): pass\nclass S(socketserver.ThreadingMixIn, socketserver.TCPServer): pass\nS(("", 1), H)`,
      ),
    ).toEqual(["thread server several: H.handle()"]);
  });
});

describe("pools", () => {
  it("submit and map, with their workers", () => {
    expect(
      spawnsIn(
        `${target}with ThreadPoolExecutor(max_workers=3) as pool:\n    pool.submit(work, s, 1)\n    pool.map(work, [s] * 3, rows)`,
      ),
    ).toEqual([
      "thread submit ×3: work(s → session, 1 → row)",
      "thread map map ×3: work(s → session, rows → row)",
    ]);
  });
  it("wait for one result", () => {
    expect(spawnsIn(`${target}pool = ThreadPoolExecutor()\npool.submit(work, s).result()`)).toEqual([
      "thread submit hop: work(s → session)",
    ]);
  });
  it("take tuples of arguments and what partial holds", () => {
    expect(
      spawnsIn(
        `${target}pool = mp.Pool(2)\npool.starmap(work, [(s, row) for row in rows])\npool.apply_async(work, (s, 1), {"flag": 2})\npool.map(functools.partial(work, s), rows)`,
      ),
    ).toEqual([
      "process map map ×2: work(s → session, row → row)",
      "process submit ×2: work(s → session, 1 → row, 2 → flag)",
      "process map map ×2: work(s → session, rows → row)",
    ]);
  });
  it("run an initializer in each worker", () => {
    expect(
      spawnsIn(
        `import multiprocessing\ndef init(c): pass\nmultiprocessing.Pool(4, initializer=init, initargs=(c,))`,
      ),
    ).toEqual(["process initializer several ×4: init(c → c)"]);
  });
  it("are of processes or threads by what made them", () => {
    expect(
      spawnsIn(
        `${target}from multiprocessing.dummy import Pool\nPool(2).map(work, rows)\nProcessPoolExecutor().submit(work, s)\nmp.get_context("fork").Process(target=work).start()`,
      ),
    ).toEqual([
      "thread map map ×2: work(rows → session)",
      "process submit: work(s → session)",
      "process process: work()",
    ]);
  });
});

describe("tasks", () => {
  const coroutine = "import asyncio\nasync def load(session, i): pass\n";
  it("of gather are one for each awaitable", () => {
    expect(
      spawnsIn(`${coroutine}async def main():\n    await asyncio.gather(load(s, 1), load(s, 2))`),
    ).toEqual([
      "task gather several: load(s → session, 1 → i)",
      "task gather several: load(s → session, 2 → i)",
    ]);
  });
  it("of a comprehension, a list that grows and a map fan out", () => {
    expect(
      spawnsIn(
        `${coroutine}async def main():\n    await asyncio.gather(*[load(s, i) for i in ids])\n    jobs = []\n    for i in ids:\n        jobs.append(load(s, i))\n    await asyncio.wait(jobs)\n    await asyncio.gather(*map(load, ss, ids))`,
      ),
    ).toEqual([
      "task gather loop: load(s → session, i → i)",
      "task gather loop: load(s → session, i → i)",
      "task gather map: load()",
    ]);
  });
  it("that are awaited at once are hops", () => {
    expect(
      spawnsIn(
        `${coroutine}async def main():\n    for i in ids:\n        await asyncio.create_task(load(s, i))`,
      ),
    ).toEqual(["task create-task hop: load(s → session, i → i)"]);
  });
  it("start in task groups", () => {
    expect(
      spawnsIn(
        `${coroutine}async def main():\n    async with asyncio.TaskGroup() as group:\n        for i in ids:\n            group.create_task(load(s, i))`,
      ),
    ).toEqual(["task create-task loop: load(s → session, i → i)"]);
  });
  it("hand over to threads", () => {
    expect(
      spawnsIn(
        `import asyncio\ndef work(session): pass\nasync def main():\n    await asyncio.to_thread(work, s)\n    await asyncio.gather(*[asyncio.to_thread(work, s) for i in ids])\n    loop = asyncio.get_running_loop()\n    await loop.run_in_executor(None, work, s)`,
      ),
    ).toEqual([
      "thread to-thread hop: work(s → session)",
      "thread to-thread loop: work(s → session)",
      "thread to-thread hop: work(s → session)",
    ]);
  });
});

it("finds nothing where nothing is started", () => {
  expect(spawnsIn("class Thread:\n    pass\nThread(target=print)\npool.map(print, rows)")).toEqual([]);
});
