import type { ForeignKey, Namespace } from "../../core/connection/catalog.ts";

/** Rows of a catalog query, gathered by what their first column names, in the order of their first appearance. */
export function groupRows<Row extends readonly [unknown, ...unknown[]]>(
  rows: readonly Row[],
): readonly (readonly [Row, ...Row[]])[] {
  const groups = new Map<unknown, [Row, ...Row[]]>();
  for (const row of rows) {
    const group = groups.get(row[0]);
    if (group) group.push(row);
    else groups.set(row[0], [row]);
  }
  return [...groups.values()];
}

/** A row for each column of a foreign key, as the servers' catalogs tell it. */
export type ForeignKeyRow = readonly [
  name: string,
  column: string,
  targetSchema: string,
  targetTable: string,
  targetColumn: string,
];

/** Gathers the columns of each key, in the order of the rows. */
export function foreignKeysOf(
  rows: readonly ForeignKeyRow[],
  namespaceOf: (schema: string) => Namespace,
): readonly ForeignKey[] {
  return groupRows(rows).map((parts) => {
    const [name, , schema, table] = parts[0];
    return {
      name,
      columns: parts.map(([, column]) => column),
      target: {
        namespace: namespaceOf(schema),
        name: table,
        columns: parts.map(([, , , , column]) => column),
      },
    };
  });
}
