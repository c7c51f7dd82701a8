import { literalSql } from "../sql/translator.ts";
import { SERVER_COLLATION_NAME } from "../wire/collation.ts";
import type { SystemView } from "./system-views.ts";

/** The standard's own view of the catalog, as far as browsers of databases read it. */
export const informationViews: Readonly<Record<string, SystemView>> = {
  SCHEMATA: {
    columns: "CATALOG_NAME nvarchar(128)?, SCHEMA_NAME nvarchar(128), SCHEMA_OWNER nvarchar(128)?",
    sql: ({ prefix, database }) => `SELECT ${literalSql(database)}, name, 'dbo' FROM ${prefix}."$schemas"`,
  },
  TABLES: {
    columns:
      "TABLE_CATALOG nvarchar(128)?, TABLE_SCHEMA nvarchar(128)?, TABLE_NAME nvarchar(128), TABLE_TYPE varchar(10)?",
    sql: ({
      prefix,
      database,
    }) => `SELECT ${literalSql(database)}, s.name, o.name, CASE o.type WHEN 'U' THEN 'BASE TABLE' ELSE 'VIEW' END
      FROM ${prefix}."$objects" o JOIN ${prefix}."$schemas" s USING (schema_id)`,
  },
  COLUMNS: {
    columns:
      "TABLE_CATALOG nvarchar(128)?, TABLE_SCHEMA nvarchar(128)?, TABLE_NAME nvarchar(128), COLUMN_NAME nvarchar(128)?, ORDINAL_POSITION int?, COLUMN_DEFAULT nvarchar(4000)?, IS_NULLABLE varchar(3)?, DATA_TYPE nvarchar(128)?, CHARACTER_MAXIMUM_LENGTH int?, NUMERIC_PRECISION tinyint?, NUMERIC_SCALE int?, COLLATION_NAME nvarchar(128)?",
    sql: ({
      prefix,
      database,
    }) => `SELECT ${literalSql(database)}, s.name, o.name, c.name, c.column_id, c.default_text,
      CASE WHEN c.is_nullable THEN 'YES' ELSE 'NO' END, substr(c.type, 1, instr(c.type || '(', '(') - 1),
      CASE WHEN tds_type_fact(c.type, 'text') THEN CASE WHEN c.type LIKE 'n%' AND tds_type_fact(c.type, 'length') > 0
        THEN tds_type_fact(c.type, 'length') / 2 ELSE tds_type_fact(c.type, 'length') END END,
      nullif(tds_type_fact(c.type, 'precision'), 0), tds_type_fact(c.type, 'scale'),
      CASE WHEN tds_type_fact(c.type, 'text') THEN '${SERVER_COLLATION_NAME}' END
      FROM ${prefix}."$columns" c JOIN ${prefix}."$objects" o USING (object_id) JOIN ${prefix}."$schemas" s USING (schema_id)`,
  },
};
