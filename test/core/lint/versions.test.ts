import { describe, expect, it } from "vitest";
import {
  distributionsOf,
  type RequiredVersions,
  readLock,
  readPipfileLock,
  readPyproject,
  readRequirements,
  readSetupCfg,
  readSetupPy,
  readSitePackages,
} from "../../../src/core/lint/versions.ts";
import { readToml } from "../../../src/node/read-toml.ts";

const exact = (version: string) => ({ version, orNewer: false });
const atLeast = (version: string) => ({ version, orNewer: true });

describe("versions of packages", () => {
  it("are read from the locks of uv, poetry and pdm", () => {
    const text = `version = 1\n[[package]]\nname = "sqlalchemy"\nversion = "2.0.30"\n
[[package]]\nname = "psycopg2-binary"\nversion = "2.9.9"\n[[package]]\nname = "app"\nsource = { virtual = "." }\n`;
    expect(all(readLock(toml(text)))).toEqual({
      sqlalchemy: exact("2.0.30"),
      "psycopg2-binary": exact("2.9.9"),
    });
  });

  it("are read from Pipfile.lock", () => {
    const lock = {
      _meta: {},
      default: { sqlalchemy: { version: "==1.4.54" } },
      develop: { six: { git: "x" } },
    };
    expect(all(readPipfileLock(lock))).toEqual({ sqlalchemy: exact("1.4.54") });
  });

  it("are read from a project's dependencies and groups", () => {
    const text = `[project]\ndependencies = ["SQLAlchemy[asyncio]>=2.0", "flask_sqlalchemy ~= 3.1"]
[project.optional-dependencies]\npg = ["psycopg==3.2.1; sys_platform != 'win32'"]
[dependency-groups]\ndev = ["sqlmodel>=0.0.16,<0.1", { include-group = "x" }]\n`;
    expect(all(readPyproject(toml(text)))).toEqual({
      sqlalchemy: atLeast("2.0"),
      "flask-sqlalchemy": exact("3.1"),
      psycopg: exact("3.2.1"),
      sqlmodel: exact("0.0.16"),
    });
  });

  it("are read from poetry's dependencies", () => {
    const text = `[tool.poetry.dependencies]\npython = "^3.11"\nsqlalchemy = { version = "^1.4.2", extras = ["asyncio"] }
asyncpg = "*"\n[tool.poetry.group.dev.dependencies]\ndjango = "4.2.*"\n`;
    expect(all(readPyproject(toml(text)))).toEqual({ sqlalchemy: exact("1.4.2"), django: exact("4.2") });
  });

  it.each([
    ["SQLAlchemy==2.0.30", exact("2.0.30")],
    ["sqlalchemy[asyncio] == 2.0.30 ; python_version > '3.8'  # pinned", exact("2.0.30")],
    ["sqlalchemy==1.4.0b1 --hash=sha256:0a1", exact("1.4.0b1")],
    ["sqlalchemy==2.0.30 \\\n    --hash=sha256:9f", exact("2.0.30")],
    ["sqlalchemy (>=1.4,<2)", exact("1.4")],
    ["sqlalchemy>=1.4,<1.5", exact("1.4")],
    ["sqlalchemy>=1.4, !=1.4.5, <3", atLeast("1.4")],
    ["sqlalchemy<2,>=1.3", exact("1.3")],
    ["sqlalchemy>=1.4", atLeast("1.4")],
    ["sqlalchemy<=2.0.9,>=2", exact("2")],
    ["sqlalchemy", undefined],
    ["sqlalchemy<2", undefined],
    ["-r sqlalchemy-2.txt", undefined],
    ["sqlalchemy @ https://example.org/sqlalchemy-2.0.zip", undefined],
    ["# sqlalchemy==1.0", undefined],
  ])("are read from the requirement %j", (line, expected) => {
    expect(readRequirements(`six\n${line}\n`).get("sqlalchemy")).toEqual(expected);
  });

  it("are read from setup.cfg", () => {
    const text = `[metadata]\nname = app\n\n[options]\npackages = find:\ninstall_requires =\n    sqlalchemy>=1.4,<2
    # a remark\n    six\n    pymysql==1.1.0\n\n[options.extras_require]\ndev = pyodbc==5.1\n`;
    expect(all(readSetupCfg(text))).toEqual({ sqlalchemy: exact("1.4"), pymysql: exact("1.1.0") });
  });

  it("are read from a literal list in setup.py", () => {
    const text = `setup(\n  name="app",\n  install_requires=[\n    "sqlalchemy[asyncio]==1.3.24",  # it's old ]\n    'pymysql>=1',\n  ],\n)`;
    expect(all(readSetupPy(text))).toEqual({ sqlalchemy: exact("1.3.24"), pymysql: atLeast("1") });
    expect(all(readSetupPy("setup(install_requires=read('requirements.txt'))"))).toEqual({});
  });

  it("are read from the names in site-packages", () => {
    const entries = [
      "SQLAlchemy-2.0.30.dist-info",
      "psycopg2_binary-2.9.9.dist-info",
      "six.py",
      "sqlalchemy",
    ];
    expect(all(readSitePackages([...entries, "Django-3.2-py3.8.egg-info"]))).toEqual({
      sqlalchemy: exact("2.0.30"),
      "psycopg2-binary": exact("2.9.9"),
      django: exact("3.2"),
    });
  });

  it("come from nothing that has another shape than expected", () => {
    for (const odd of [undefined, null, 1, "x", [], { package: 1, project: [], tool: "x", default: 3 }]) {
      expect(all(readLock(odd))).toEqual({});
      expect(all(readPyproject(odd))).toEqual({});
      expect(all(readPipfileLock(odd))).toEqual({});
    }
  });

  it("are found by the name that code imports", () => {
    expect(distributionsOf("psycopg2")).toContain("psycopg2-binary");
    expect(distributionsOf("mysql.connector")).toContain("mysql-connector-python");
    expect(distributionsOf("flask_sqlalchemy")).toEqual(["flask-sqlalchemy"]);
  });
});

function all(versions: RequiredVersions) {
  return Object.fromEntries(versions);
}

function toml(text: string): unknown {
  const read = readToml(text);
  if (!read.ok) throw new Error(read.detail);
  return read.value;
}
