/** The names of information_schema compare without regard to case and accents; pages need an order of their own. */
const exactly = (name: string) => `CONVERT(${name} USING utf8mb4) COLLATE utf8mb4_bin`;

export const namespacesSql = `
  SELECT SCHEMA_NAME FROM information_schema.SCHEMATA ORDER BY ${exactly("SCHEMA_NAME")}`;

/** For values: schema, after twice, filter twice, limit. */
export function relationsSql(kind: "table" | "view"): string {
  const types =
    kind === "table" ? "'BASE TABLE', 'SYSTEM VERSIONED', 'SEQUENCE', 'TEMPORARY'" : "'VIEW', 'SYSTEM VIEW'";
  const name = exactly("TABLE_NAME");
  return `
  SELECT TABLE_NAME FROM information_schema.TABLES
  WHERE TABLE_SCHEMA = ? AND TABLE_TYPE IN (${types})
    AND (? IS NULL OR ${name} > ?)
    AND (? IS NULL OR LOCATE(LOWER(?), LOWER(CONVERT(TABLE_NAME USING utf8mb4)) COLLATE utf8mb4_bin) > 0)
  ORDER BY ${name} LIMIT ?`;
}

/**
 * InnoDB's own statistics: a read by key. The same figures in information_schema cost opening every table. Those of
 * partitions are added up.
 */
export function estimatesSql(names: number): string {
  const marks = Array.from({ length: names }, () => "?").join(", ");
  return `
  SELECT SUBSTRING_INDEX(table_name, '#', 1), SUM(n_rows) FROM mysql.innodb_table_stats
  WHERE database_name = ? AND SUBSTRING_INDEX(table_name, '#', 1) IN (${marks}) GROUP BY 1`;
}

export const columnsSql = `
  SELECT c.COLUMN_NAME, c.COLUMN_TYPE, c.IS_NULLABLE, k.ORDINAL_POSITION, c.DATA_TYPE
  FROM information_schema.COLUMNS c
  LEFT JOIN information_schema.KEY_COLUMN_USAGE k
    ON k.TABLE_SCHEMA = ? AND k.TABLE_NAME = ? AND k.CONSTRAINT_NAME = 'PRIMARY' AND k.COLUMN_NAME = c.COLUMN_NAME
  WHERE c.TABLE_SCHEMA = ? AND c.TABLE_NAME = ? ORDER BY c.ORDINAL_POSITION`;

/** A row for each column of each key, the key's name first. */
export const foreignKeysSql = `
  SELECT CONSTRAINT_NAME, COLUMN_NAME, REFERENCED_TABLE_SCHEMA, REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME
  FROM information_schema.KEY_COLUMN_USAGE
  WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND REFERENCED_TABLE_NAME IS NOT NULL
  ORDER BY CONSTRAINT_NAME, ORDINAL_POSITION`;
