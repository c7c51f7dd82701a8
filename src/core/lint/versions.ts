import type { PackageVersion } from "./model/file-model.ts";

/** What a file says of packages; by their normalised names, see `normaliseName`. */
export type RequiredVersions = ReadonlyMap<string, RequiredVersion>;

/** `from` is left to who knows the file. */
export type RequiredVersion = Pick<PackageVersion, "version" | "orNewer">;

/** Where the name to import, normalised, is not that of what is installed. */
const distributions: Readonly<Record<string, readonly string[]>> = {
  psycopg: ["psycopg", "psycopg-binary"],
  psycopg2: ["psycopg2", "psycopg2-binary"],
  mysqldb: ["mysqlclient", "mysql-python"],
  "mysql-connector": ["mysql-connector-python", "mysql-connector"],
};

/** The names under which a package may be found, by the name that code imports it by. */
export function distributionsOf(importName: string): readonly string[] {
  const name = normaliseName(importName);
  return distributions[name] ?? [name];
}

/** PEP 503: `Flask_SQLAlchemy` and `flask-sqlalchemy` are the same. */
function normaliseName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}

/** `uv.lock`, `poetry.lock`, `pdm.lock`: `[[package]]` with `name` and `version`. */
export function readLock(toml: unknown): RequiredVersions {
  const found = new Map<string, RequiredVersion>();
  for (const each of listAt(toml, "package")) {
    const { name, version } = tableOf(each);
    if (typeof name === "string" && typeof version === "string") add(found, name, exactly(version));
  }
  return found;
}

/** `Pipfile.lock`. */
export function readPipfileLock(json: unknown): RequiredVersions {
  const found = new Map<string, RequiredVersion>();
  for (const section of ["default", "develop"]) {
    for (const [name, each] of Object.entries(tableOf(tableOf(json)[section]))) {
      const { version } = tableOf(each);
      if (typeof version === "string") add(found, name, readSpecifiers(version));
    }
  }
  return found;
}

/** `pyproject.toml`: PEP 621, PEP 735, Poetry. */
export function readPyproject(toml: unknown): RequiredVersions {
  const found = new Map<string, RequiredVersion>();
  const project = tableOf(tableOf(toml)["project"]);
  const groups = [
    ...Object.values(tableOf(project["optional-dependencies"])),
    ...Object.values(tableOf(tableOf(toml)["dependency-groups"])),
  ];
  for (const group of [project["dependencies"], ...groups]) {
    for (const each of Array.isArray(group) ? group : []) {
      if (typeof each === "string") addRequirement(found, each);
    }
  }
  const poetry = tableOf(tableOf(tableOf(toml)["tool"])["poetry"]);
  const poetryGroups = Object.values(tableOf(poetry["group"])).map((group) => tableOf(group)["dependencies"]);
  for (const group of [poetry["dependencies"], poetry["dev-dependencies"], ...poetryGroups]) {
    for (const [name, each] of Object.entries(tableOf(group))) {
      const version = typeof each === "string" ? each : tableOf(each)["version"];
      if (typeof version === "string" && name !== "python") add(found, name, readSpecifiers(version));
    }
  }
  return found;
}

/** `requirements.txt`, `constraints.txt`. */
export function readRequirements(text: string): RequiredVersions {
  const found = new Map<string, RequiredVersion>();
  for (const line of text.replace(/\\\r?\n/g, " ").split(/\r?\n/)) addRequirement(found, line);
  return found;
}

/** `setup.cfg`: `install_requires` of `[options]`. */
export function readSetupCfg(text: string): RequiredVersions {
  const options = /^\[options\][ \t]*\r?\n((?:(?!\[)[^\n]*(?:\n|$))*)/m.exec(text)?.[1] ?? "";
  const list = /^install_requires[ \t]*=([^\n]*\n?(?:(?:[ \t]+[^\n]*|[ \t]*#[^\n]*|\r?)(?:\n|$))*)/m.exec(
    options,
  )?.[1];
  return readRequirements((list ?? "").replaceAll(/^[ \t]+/gm, ""));
}

/** `setup.py`: a literal list in `install_requires`. */
export function readSetupPy(text: string): RequiredVersions {
  const found = new Map<string, RequiredVersion>();
  const list =
    /\binstall_requires\s*=\s*[[(]((?:[^\])"'#]|"[^"\n]*"|'[^'\n]*'|#[^\n]*)*)/.exec(text)?.[1] ?? "";
  for (const [, double, single] of list.matchAll(/#[^\n]*|"([^"\n]*)"|'([^'\n]*)'/g)) {
    addRequirement(found, double ?? single ?? "");
  }
  return found;
}

/** The names of a site-packages folder's entries: `SQLAlchemy-2.0.30.dist-info`, `…-py3.8.egg-info`. */
export function readSitePackages(entries: readonly string[]): RequiredVersions {
  const found = new Map<string, RequiredVersion>();
  for (const entry of entries) {
    const [, name, version] =
      /^(.+?)-(\d[^-]*)(?:-py\d[\w.]*)?\.(?:dist-info|egg-info|egg)$/.exec(entry) ?? [];
    if (name && version) add(found, name, exactly(version));
  }
  return found;
}

/** One PEP 508 requirement, as far as it is one: `SQLAlchemy[asyncio]>=2.0,<3 ; python_version > "3.8"`. */
function addRequirement(found: Map<string, RequiredVersion>, requirement: string): void {
  const [, name, specifiers] =
    /^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*\(?([^;#@]*)/.exec(requirement) ?? [];
  // A line of options (`-r other.txt`) has no name; a path (`./lib`) no specifier.
  if (name && specifiers !== undefined) add(found, name, readSpecifiers(specifiers.replace(/\s--.*$/, "")));
}

function add(found: Map<string, RequiredVersion>, name: string, required: RequiredVersion | undefined): void {
  const key = normaliseName(name);
  if (required && !found.has(key)) found.set(key, required);
}

function exactly(version: string): RequiredVersion {
  return { version, orNewer: false };
}

/**
 * The version that specifiers ask for at least: `==2.0.30`, `~=2.0`, `>=1.4,<2`, Poetry's `^2.0` and `2.0.*`. An upper limit
 * counts if it leaves no other major version open. Undefined if they name none (`*`, `<2`, `!=1.5`).
 */
function readSpecifiers(specifiers: string): RequiredVersion | undefined {
  const parts = [
    ...specifiers.matchAll(/(===|==|~=|!=|>=|<=|>|<|\^|~|)\s*v?(\d+(?:\.\w+)*(?:[-+.]\w+)*)(\.\*)?/g),
  ];
  const first = (...operators: string[]) =>
    parts.find(([, operator = ""]) => operators.includes(operator))?.[2];
  const fixed = first("==", "===", "~=", "^", "~", "");
  if (fixed !== undefined) return exactly(fixed);
  const least = first(">=", ">");
  if (least === undefined) return undefined;
  const below = first("<");
  const most = first("<=") ?? (below === undefined ? undefined : justBelow(below));
  return { version: least, orNewer: most === undefined || majorOf(most) > majorOf(least) };
}

/** `<2.0` leaves the major version 1, `<2.1` leaves 2. */
function justBelow(version: string): string {
  const isMajor = version
    .split(".")
    .slice(1)
    .every((part) => Number(part) === 0);
  return isMajor ? String(majorOf(version) - 1) : version;
}

function majorOf(version: string): number {
  return Number.parseInt(version, 10);
}

function listAt(value: unknown, key: string): readonly unknown[] {
  const list = tableOf(value)[key];
  return Array.isArray(list) ? list : [];
}

function tableOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
