import type { SelectItem } from "./ast.ts";
import { asTyped, type Scope, same } from "./scope.ts";
import { SqlFailure } from "./sql-failure.ts";
import type { OutputColumn, Translator } from "./translator.ts";

/** The result columns of a select list, with stars spread out. */
export function selectItems(t: Translator, items: readonly SelectItem[], scope: Scope): OutputColumn[] {
  return items.flatMap((item): OutputColumn[] => {
    if (item.kind === "star") return spread(item.of, scope);
    const name = item.kind === "assignment" ? item.variable : (item.name ?? "");
    return [{ ...t.value(item.expression, scope), name }];
  });
}

function spread(of: string | undefined, scope: Scope): OutputColumn[] {
  const sources = of === undefined ? scope.sources : scope.sources.filter(({ alias }) => same(alias, of));
  if (sources.length > 0)
    return sources.flatMap(({ columns }) =>
      columns.map((column) => ({ ...asTyped(column), name: column.name })),
    );
  if (of === undefined) throw new SqlFailure(263, "Must specify table to select from.", { reach: "batch" });
  const message = `The column prefix '${of}' does not match with a table name or alias name used in the query.`;
  throw new SqlFailure(107, message, { class: 15, reach: "batch" });
}
