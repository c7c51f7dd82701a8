import type { Import, ImportFrom, Node } from "../syntax/python.ts";
import type { Names } from "./names.ts";

/** The packages that a file imports, with the packages around them, and what it imports from them: `sqlalchemy.orm`. */
export function importedPackages(names: Names): ReadonlySet<string> {
  const packages = new Set<string>();
  for (const { imports } of names.facts)
    for (const { module, name } of imports) {
      if (module.startsWith(".")) continue;
      const parts = module.split(".");
      for (let length = 1; length <= parts.length; length++) packages.add(parts.slice(0, length).join("."));
      if (name !== undefined && name !== "*") packages.add(`${module}.${name}`);
    }
  return packages;
}

const engineByScheme: Readonly<Record<string, string>> = {
  sqlite: "sqlite",
  postgres: "postgresql",
  postgresql: "postgresql",
  cockroachdb: "postgresql",
  mysql: "mysql",
  mariadb: "mysql",
  mssql: "mssql",
  oracle: "oracle",
};

/** The engines that the URLs of a file name, and those around it. */
export function databasesIn(names: Names, around: Iterable<string>): ReadonlySet<string> {
  const found = new Set(around);
  for (const { urls } of names.facts)
    for (const url of urls) {
      const engine = engineByScheme[/^\w+/.exec(url)?.[0] ?? ""];
      if (engine) found.add(engine);
    }
  return found;
}

/** Names of the module that stand for something with another name. */
export function* renamedIn(names: Names): Generator<string> {
  for (const [name, definitions] of names.ofModule())
    for (const { form, node, value } of definitions) {
      const isRenamed = form === "import" && node.kind === "Alias" && node.asName !== undefined;
      const isAlias = form === "assign" && (value?.kind === "Name" || value?.kind === "Attribute");
      if (isRenamed || isAlias) yield name;
    }
}

export function isImport(node: Node): node is Import | ImportFrom {
  return node.kind === "Import" || node.kind === "ImportFrom";
}
