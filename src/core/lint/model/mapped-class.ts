import type { ClassDef } from "../syntax/python.ts";
import type { Library } from "./value.ts";

/** The library that maps a class to a table, by its bases and its `__tablename__`; undefined: it is no such class. */
export function modelLibrary(bases: readonly string[], node: ClassDef): Library | undefined {
  for (const base of bases) {
    if (/^(?:django\.db\.models\.(?:base\.)?Model|models\.Model)$/.test(base)) return "django";
    if (/^sqlmodel\.(?:main\.)?SQLModel$/.test(base)) return "sqlmodel";
    if (/^sqlalchemy\..*\bDeclarativeBase(?:NoMeta)?$/.test(base)) return "sqlalchemy";
    if (/^(?:db|\w+\.db|.*\.db)\.Model$/.test(base) || base === "flask_sqlalchemy.Model")
      return "flask_sqlalchemy";
    if (/^peewee\.Model$/.test(base)) return "peewee";
  }
  for (const statement of node.body) {
    const [target] = statement.kind === "Assign" ? statement.targets : [];
    if (target?.kind === "Name" && target.id === "__tablename__") return "sqlalchemy";
  }
  return bases.includes("Base") ? "sqlalchemy" : undefined;
}
