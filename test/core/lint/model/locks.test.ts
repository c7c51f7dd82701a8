import { describe, expect, it } from "vitest";
import { buildModel } from "../../../../src/core/lint/model/build-model.ts";
import { readPython } from "../../../support/parse-python.ts";

/** The lock that the call of `use()` is inside, as the code that takes it. */
function lockAround(code: string): string | undefined {
  const model = buildModel(readPython(`import threading\nimport asyncio\nlock = threading.Lock()\n${code}`));
  const [use] = model.callsNamed("use");
  const lock = use && model.lockOf(use);
  return lock && model.textOf(lock).split("\n", 1)[0];
}

describe("lockOf", () => {
  it("finds the with over a lock", () => {
    expect(lockAround("def f():\n    with lock:\n        for x in y:\n            use()\n")).toBe(
      "with lock:",
    );
  });
  it("finds a lock on self", () => {
    const body =
      "    def __init__(self):\n        self.guard = threading.RLock()\n    def f(self):\n        with self.guard:\n            use()\n";
    expect(lockAround(`class C:\n${body}`)).toBe("with self.guard:");
  });
  it("finds an asyncio lock", () => {
    expect(lockAround("al = asyncio.Lock()\nasync def f():\n    async with al:\n        use()\n")).toBe(
      "async with al:",
    );
  });
  it("finds the region between acquire and release", () => {
    expect(lockAround("def f():\n    lock.acquire()\n    use()\n    lock.release()\n")).toBe(
      "lock.acquire()",
    );
    expect(
      lockAround(
        "def f():\n    lock.acquire()\n    try:\n        use()\n    finally:\n        lock.release()\n",
      ),
    ).toBe("lock.acquire()");
  });
  it("knows that a lock was released before", () => {
    expect(lockAround("def f():\n    lock.acquire()\n    lock.release()\n    use()\n")).toBeUndefined();
  });
  it("takes a name for a lock only if nothing else is known of it", () => {
    expect(lockAround("def f(db_lock):\n    with db_lock:\n        use()\n")).toBe("with db_lock:");
    expect(lockAround("def f():\n    with open('a.lock') as lock_file:\n        use()\n")).toBeUndefined();
    expect(lockAround("def f(session):\n    with session:\n        use()\n")).toBeUndefined();
  });
  it("does not reach into functions that are only defined there", () => {
    expect(lockAround("def f():\n    with lock:\n        def g():\n            use()\n")).toBeUndefined();
  });
});
