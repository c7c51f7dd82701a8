import type { SessionRow } from "./session-link.ts";
import type { SystemView, ViewSource } from "./system-views.ts";

/** Rows made of values that are known when the statement is translated; a view is translated anew each time. */
function rows(width: number, list: readonly (readonly (string | number | null)[])[]): string {
  if (list.length === 0) return `SELECT ${new Array(width).fill("NULL").join(", ")} WHERE false`;
  const value = (one: string | number | null) =>
    one === null ? "NULL" : typeof one === "number" ? String(one) : `'${one.replaceAll("'", "''")}'`;
  return list.map((row) => `SELECT ${row.map(value).join(", ")}`).join(" UNION ALL ");
}

function databaseId({ databases }: ViewSource, { summary }: SessionRow): number {
  return databases.findIndex((name) => name.toLowerCase() === summary.database.toLowerCase()) + 1;
}

export const sessionViews: Readonly<Record<string, SystemView>> = {
  configurations: {
    columns:
      "configuration_id int, name nvarchar(35), value sql_variant?, minimum sql_variant?, maximum sql_variant?, value_in_use sql_variant?, description nvarchar(255), is_dynamic bit, is_advanced bit",
    sql: ({ maximumConnections }) =>
      rows(9, [
        [
          103,
          "user connections",
          maximumConnections,
          0,
          32_767,
          maximumConnections,
          "Number of user connections allowed",
          0,
          1,
        ],
        [1538, "cost threshold for parallelism", 5, 0, 32_767, 5, "cost threshold for parallelism", 1, 1],
        [1539, "max degree of parallelism", 0, 0, 32_767, 0, "maximum degree of parallelism", 1, 1],
        [
          1544,
          "max server memory (MB)",
          2_147_483_647,
          128,
          2_147_483_647,
          2_147_483_647,
          "Maximum size of server memory (MB)",
          1,
          1,
        ],
      ]),
  },
  dm_exec_sessions: {
    columns:
      "session_id smallint, login_time datetime, host_name nvarchar(128)?, program_name nvarchar(128)?, login_name nvarchar(128), status nvarchar(30), is_user_process bit, database_id smallint, open_transaction_count int, transaction_isolation_level smallint, row_count bigint, last_request_start_time datetime, original_login_name nvarchar(128)",
    sql: (source) =>
      rows(
        13,
        source
          .sessions()
          .map((row) => [
            row.spid,
            row.loginTime,
            row.hostName,
            row.programName,
            row.loginName,
            row.isRunning ? "running" : "sleeping",
            1,
            databaseId(source, row),
            row.summary.openTransactions,
            row.summary.isolation,
            row.summary.rowCount,
            row.startTime,
            row.loginName,
          ]),
      ),
  },
  dm_exec_connections: {
    columns:
      "session_id int?, net_transport nvarchar(40), protocol_type nvarchar(40)?, encrypt_option nvarchar(40), auth_scheme nvarchar(40), net_packet_size int?, client_net_address varchar(48)?",
    sql: (source) =>
      rows(
        7,
        source
          .sessions()
          .map((row) => [row.spid, "TCP", "TSQL", "FALSE", "SQL", row.packetSize, "127.0.0.1"]),
      ),
  },
  dm_exec_requests: {
    columns:
      "session_id smallint, request_id int, start_time datetime, status nvarchar(30), command nvarchar(32), database_id smallint, blocking_session_id smallint?, wait_type nvarchar(60)?, wait_time int, open_transaction_count int, total_elapsed_time int",
    sql: (source) =>
      rows(
        11,
        source
          .sessions()
          .filter(({ isRunning }) => isRunning)
          .map((row) => [
            row.spid,
            0,
            row.startTime,
            row.spid === source.ownSpid ? "running" : "suspended",
            "SELECT",
            databaseId(source, row),
            0,
            null,
            0,
            row.summary.openTransactions,
            0,
          ]),
      ),
  },
  dm_exec_session_wait_stats: {
    columns:
      "session_id smallint, wait_type nvarchar(60), waiting_tasks_count bigint, wait_time_ms bigint, max_wait_time_ms bigint, signal_wait_time_ms bigint",
    sql: (source) =>
      rows(
        6,
        source
          .sessions()
          .flatMap((row) =>
            Object.entries(row.summary.waits).map(([kind, wait]) => [
              row.spid,
              kind,
              wait.count,
              wait.totalMs,
              wait.longestMs,
              0,
            ]),
          ),
      ),
  },
  dm_os_sys_info: {
    columns: "cpu_count int, scheduler_count int, physical_memory_kb bigint",
    sql: () => rows(3, [[4, 4, 8_388_608]]),
  },
};
