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
