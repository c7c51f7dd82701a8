import { SERVER_COLLATION_NAME } from "../wire/collation.ts";
import type { SystemView } from "./system-views.ts";
import { typeRows } from "./type-rows.ts";

const EPOCH = "'2024-01-01 00:00:00.000'";
const objectColumns =
  "name nvarchar(128), object_id int, principal_id int?, schema_id int, parent_object_id int, type char(2)?, type_desc nvarchar(60)?, create_date datetime, modify_date datetime, is_ms_shipped bit";

function objects(prefix: string, where: string): string {
  return `SELECT name, object_id, NULL, schema_id, 0, rpad2(type), CASE type WHEN 'U' THEN 'USER_TABLE' ELSE 'VIEW' END, created, created, 0
    FROM ${prefix}."$objects" WHERE ${where}`.replace("rpad2(type)", "substr(type || '  ', 1, 2)");
}

/** The keys and foreign keys are objects, too. */
function allObjects(prefix: string): string {
  return `${objects(prefix, "true")}
    UNION ALL SELECT name, object_id, NULL, 1, parent_object_id, 'F ', 'FOREIGN_KEY_CONSTRAINT', ${EPOCH}, ${EPOCH}, 0 FROM ${prefix}."$foreign_keys"`;
}

/** Rows are counted once per table, as they are committed. */
const rowCount = (prefix: string) =>
  `tds_row_count(${prefix === "temp" ? "''" : `'${prefix.slice(1, -1)}'`}, o.sqlite_name)`;

/** A table without a clustered index is a heap, which has the index 0. */
const indexes = (
  prefix: string,
) => `SELECT object_id, name, index_id, is_clustered, is_unique, is_primary_key, is_unique_constraint FROM ${prefix}."$indexes"
  UNION ALL SELECT object_id, NULL, 0, 0, 0, 0, 0 FROM ${prefix}."$objects" h WHERE type = 'U'
    AND NOT EXISTS (SELECT 1 FROM ${prefix}."$indexes" i WHERE i.object_id = h.object_id AND i.index_id = 1)`;

const series = (count: number) =>
  `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count}) SELECT`;

export const catalogViews: Readonly<Record<string, SystemView>> = {
  databases: {
    columns:
      "name nvarchar(128), database_id int, source_database_id int?, create_date datetime, compatibility_level tinyint, collation_name nvarchar(128)?, user_access_desc nvarchar(60)?, is_read_only bit, state tinyint?, state_desc nvarchar(60)?, snapshot_isolation_state tinyint?, snapshot_isolation_state_desc nvarchar(60)?, is_read_committed_snapshot_on bit?, recovery_model_desc nvarchar(60)?",
    sql: ({ databases }) =>
      databases
        .map(
          (name, i) =>
            `SELECT '${name.replaceAll("'", "''")}', ${i + 1}, NULL, ${EPOCH}, 160, '${SERVER_COLLATION_NAME}', 'MULTI_USER', 0, 0, 'ONLINE', 1, 'ON', 0, 'FULL'`,
        )
        .join(" UNION ALL "),
  },
  schemas: {
    columns: "name nvarchar(128), schema_id int, principal_id int?",
    sql: ({ prefix }) => `SELECT name, schema_id, 1 FROM ${prefix}."$schemas"`,
  },
  objects: { columns: objectColumns, sql: ({ prefix }) => allObjects(prefix) },
  tables: {
    columns: `${objectColumns}, lob_data_space_id int, temporal_type tinyint?, is_external bit`,
    sql: ({ prefix }) => `SELECT *, 0, 0, 0 FROM (${objects(prefix, "type = 'U'")})`,
  },
  views: { columns: objectColumns, sql: ({ prefix }) => objects(prefix, "type = 'V'") },
  sql_modules: {
    columns: "object_id int, definition nvarchar(max)?, uses_ansi_nulls bit?",
    sql: ({ prefix }) =>
      `SELECT object_id, 'CREATE VIEW ' || name || ' AS ' || definition, 1 FROM ${prefix}."$objects" WHERE type = 'V'`,
  },
  // People make many rows by crossing these two: as many as a fresh server has.
  all_objects: {
    columns: objectColumns,
    sql: ({ prefix }) =>
      `${allObjects(prefix)} UNION ALL SELECT 'system_object_' || i, -i, NULL, 4, 0, 'P ', 'SQL_STORED_PROCEDURE', ${EPOCH}, ${EPOCH}, 1 FROM (${series(2300)} i FROM n)`,
  },
  all_columns: {
    columns: "object_id int, name nvarchar(128)?, column_id int, system_type_id tinyint",
    sql: ({ prefix }) =>
      `SELECT object_id, name, column_id, tds_type_fact(type, 'id') FROM ${prefix}."$columns" UNION ALL SELECT -1 - i / 5, 'c' || i, 1 + i % 5, 56 FROM (${series(11_000)} i FROM n)`,
  },
  columns: {
    columns:
      "object_id int, name nvarchar(128)?, column_id int, system_type_id tinyint, user_type_id int, max_length smallint, precision tinyint, scale tinyint, collation_name nvarchar(128)?, is_nullable bit?, is_ansi_padded bit, is_rowguidcol bit, is_identity bit, is_computed bit, default_object_id int, is_hidden bit?, generated_always_type tinyint?",
    sql: ({
      prefix,
    }) => `SELECT object_id, name, column_id, tds_type_fact(type, 'id'), tds_type_fact(type, 'id'), tds_type_fact(type, 'length'),
      tds_type_fact(type, 'precision'), tds_type_fact(type, 'scale'), CASE WHEN tds_type_fact(type, 'text') THEN '${SERVER_COLLATION_NAME}' END,
      is_nullable, 1, 0, is_identity, 0, CASE WHEN default_text IS NULL THEN 0 ELSE object_id + column_id END, 0, 0 FROM ${prefix}."$columns"`,
  },
  identity_columns: {
    columns: "object_id int, name nvarchar(128)?, column_id int, seed_value bigint?, increment_value bigint?",
    sql: ({ prefix }) =>
      `SELECT object_id, name, column_id, seed, increment FROM ${prefix}."$columns" WHERE is_identity`,
  },
  default_constraints: {
    columns:
      "name nvarchar(128), object_id int, parent_object_id int, parent_column_id int, definition nvarchar(max)?, is_system_named bit",
    sql: ({ prefix }) =>
      `SELECT 'DF__' || object_id || '__' || name, object_id + column_id, object_id, column_id, default_text, 1 FROM ${prefix}."$columns" WHERE default_text IS NOT NULL`,
  },
  types: {
    columns:
      "name nvarchar(128), system_type_id tinyint, user_type_id int, schema_id int, max_length smallint, precision tinyint, scale tinyint, collation_name nvarchar(128)?, is_nullable bit?, is_user_defined bit, is_assembly_type bit, is_table_type bit",
    sql: () =>
      typeRows
        .map(
          ([name, system, user, length, precision, scale, isText]) =>
            `SELECT '${name}', ${system}, ${user}, 4, ${length}, ${precision}, ${scale}, ${isText ? `'${SERVER_COLLATION_NAME}'` : "NULL"}, 1, 0, 0, 0`,
        )
        .join(" UNION ALL "),
  },
  indexes: {
    columns:
      "object_id int, name nvarchar(128)?, index_id int, type tinyint, type_desc nvarchar(60)?, is_unique bit?, data_space_id int, ignore_dup_key bit?, is_primary_key bit?, is_unique_constraint bit?, fill_factor tinyint, is_disabled bit?, is_hypothetical bit?, has_filter bit?, filter_definition nvarchar(max)?",
    sql: ({
      prefix,
    }) => `SELECT object_id, name, index_id, CASE index_id WHEN 0 THEN 0 WHEN 1 THEN 1 ELSE 2 END,
      CASE index_id WHEN 0 THEN 'HEAP' WHEN 1 THEN 'CLUSTERED' ELSE 'NONCLUSTERED' END, is_unique, 1, 0, is_primary_key, is_unique_constraint, 0, 0, 0, 0, NULL
      FROM (${indexes(prefix)})`,
  },
  index_columns: {
    columns:
      "object_id int, index_id int, index_column_id int, column_id int, key_ordinal tinyint, partition_ordinal tinyint, is_descending_key bit?, is_included_column bit?",
    sql: ({ prefix }) =>
      `SELECT object_id, index_id, index_column_id, column_id, index_column_id, 0, is_descending, 0 FROM ${prefix}."$index_columns"`,
  },
  key_constraints: {
    columns:
      "name nvarchar(128), object_id int, schema_id int, parent_object_id int, type char(2)?, type_desc nvarchar(60)?, unique_index_id int?",
    sql: ({
      prefix,
    }) => `SELECT i.name, i.object_id + i.index_id, o.schema_id, i.object_id, CASE WHEN is_primary_key THEN 'PK' ELSE 'UQ' END,
      CASE WHEN is_primary_key THEN 'PRIMARY_KEY_CONSTRAINT' ELSE 'UNIQUE_CONSTRAINT' END, i.index_id
      FROM ${prefix}."$indexes" i JOIN ${prefix}."$objects" o USING (object_id) WHERE is_primary_key OR is_unique_constraint`,
  },
  foreign_keys: {
    columns:
      "name nvarchar(128), object_id int, schema_id int, parent_object_id int, referenced_object_id int?, key_index_id int?, is_disabled bit, is_not_trusted bit, delete_referential_action tinyint?, delete_referential_action_desc nvarchar(60)?, update_referential_action tinyint?, update_referential_action_desc nvarchar(60)?",
    sql: ({ prefix }) => {
      const code = (column: string) =>
        `CASE ${column} WHEN 'CASCADE' THEN 1 WHEN 'SET_NULL' THEN 2 WHEN 'SET_DEFAULT' THEN 3 ELSE 0 END`;
      return `SELECT f.name, f.object_id, o.schema_id, f.parent_object_id, f.referenced_object_id, 1, 0, 0, ${code("on_delete")}, on_delete, ${code("on_update")}, on_update
        FROM ${prefix}."$foreign_keys" f JOIN ${prefix}."$objects" o ON o.object_id = f.parent_object_id`;
    },
  },
  foreign_key_columns: {
    columns:
      "constraint_object_id int, constraint_column_id int, parent_object_id int, parent_column_id int, referenced_object_id int, referenced_column_id int",
    sql: ({
      prefix,
    }) => `SELECT c.constraint_object_id, c.constraint_column_id, f.parent_object_id, c.parent_column_id, f.referenced_object_id, c.referenced_column_id
      FROM ${prefix}."$foreign_key_columns" c JOIN ${prefix}."$foreign_keys" f ON f.object_id = c.constraint_object_id`,
  },
  partitions: {
    columns:
      "partition_id bigint, object_id int, index_id int, partition_number int, hobt_id bigint, rows bigint?",
    sql: ({
      prefix,
    }) => `SELECT 72057594000000000 + i.object_id * 256 + i.index_id, i.object_id, i.index_id, 1, 72057594000000000 + i.object_id, ${rowCount(prefix)}
      FROM (${indexes(prefix)}) i JOIN ${prefix}."$objects" o USING (object_id)`,
  },
  dm_db_partition_stats: {
    columns:
      "partition_id bigint?, object_id int, index_id int, partition_number int, in_row_data_page_count bigint?, used_page_count bigint?, reserved_page_count bigint?, row_count bigint?",
    sql: ({
      prefix,
    }) => `SELECT 72057594000000000 + i.object_id * 256 + i.index_id, i.object_id, i.index_id, 1, 1 + ${rowCount(prefix)} / 100, 1 + ${rowCount(prefix)} / 100, 1 + ${rowCount(prefix)} / 100, ${rowCount(prefix)}
      FROM (${indexes(prefix)}) i JOIN ${prefix}."$objects" o USING (object_id)`,
  },
};
