import { describe, expect, it } from "vitest";
import { filesWith } from "../../../../src/core/lint/search/files.ts";
import { ModuleResolver } from "../../../../src/core/lint/search/resolve-module.ts";

describe("ModuleResolver", () => {
  const files = [
    "/w/app/__init__.py",
    "/w/app/db/__init__.py",
    "/w/app/db/session.py",
    "/w/app/models.py",
    "/w/app/email.py",
    "/w/app/routes/users.py",
    "/w/scripts/load.py",
    "/w/scripts/helpers.py",
    "/w/src/lib/__init__.py",
    "/w/src/lib/store.py",
    "/w/tests/test_store.py",
    "/w/space/part/one.py",
    "/w/both.py",
    "/w/both/inner.py",
    "/outside.py",
  ];
  const resolver = new ModuleResolver(
    filesWith(() => files),
    ["/w"],
  );
  const resolve = (from: string, module: string, level = 0) => resolver.resolve(from, { level, module });

  it.each([
    ["a module", "/w/app/models.py", "app.db.session", 0, "/w/app/db/session.py"],
    ["a package", "/w/app/models.py", "app.db", 0, "/w/app/db/__init__.py"],
    ["a sibling of a part of a package", "/w/app/models.py", "db", 1, "/w/app/db/__init__.py"],
    ["the package itself", "/w/app/models.py", "", 1, "/w/app/__init__.py"],
    ["a package from its own __init__", "/w/app/db/__init__.py", "session", 1, "/w/app/db/session.py"],
    ["what lies two dots away", "/w/app/db/session.py", "models", 2, "/w/app/models.py"],
    ["a sibling of a script", "/w/scripts/load.py", "helpers", 0, "/w/scripts/helpers.py"],
    ["a sibling of a part that may be run as a script", "/w/app/models.py", "db", 0, "/w/app/db/__init__.py"],
    ["a package in src", "/w/tests/test_store.py", "lib.store", 0, "/w/src/lib/store.py"],
    ["a package from inside src", "/w/src/lib/store.py", "lib", 0, "/w/src/lib/__init__.py"],
    ["a part of a namespace package", "/w/scripts/load.py", "space.part.one", 0, "/w/space/part/one.py"],
    ["a folder of a package without __init__", "/w/app/routes/users.py", "app.models", 0, "/w/app/models.py"],
  ])("finds %s", (_, from, module, level, expected) => {
    expect(resolve(from, module, level)).toBe(expected);
  });

  it.each([
    ["a library's module", "/w/app/models.py", "sqlalchemy.orm"],
    ["Python's own module where a part of the package has its name", "/w/app/models.py", "email"],
    ["what lies above the workspace", "/w/app/models.py", "outside"],
    ["what lies in a folder beside a module of its name", "/w/scripts/load.py", "both.inner"],
    ["a namespace package, which has no file", "/w/scripts/load.py", "space.part"],
  ])("finds no file for %s", (_, from, module) => {
    expect(resolve(from, module)).toBeUndefined();
  });

  it("names all files that an import runs", () => {
    expect(resolver.chain("/w/scripts/load.py", { level: 0, module: "app.db.session" })).toEqual([
      { file: "/w/app/__init__.py", name: "app" },
      { file: "/w/app/db/__init__.py", name: "app.db" },
      { file: "/w/app/db/session.py", name: "app.db.session" },
    ]);
    expect(resolver.chain("/w/app/models.py", { level: 1, module: "db" })).toEqual([
      { file: "/w/app/__init__.py", name: "" },
      { file: "/w/app/db/__init__.py", name: "db" },
    ]);
  });
});
