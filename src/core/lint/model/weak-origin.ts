import type { DatabaseKind } from "./value.ts";

/**
 * What a name may hold when nothing else is known of it. Such a value is weak (rule book, section 0): it counts
 * only together with a call that only a database has.
 */
export function kindByName(name: string): DatabaseKind | undefined {
  const last = name.toLowerCase().replace(/^_+/, "");
  if (/(?:^|_)(?:session|sess|dbsession|db_sess|ses)$/.test(last) || /^(?:db|database|dbs)$/.test(last))
    return "session";
  if (/(?:^|_)(?:conn|connection|con|cnx|cnxn|dbconn|cn)$/.test(last)) return "connection";
  if (/(?:^|_)(?:cursor|cur|curs|crsr|curr|dbcursor|mycursor)$/.test(last)) return "cursor";
  if (/^(?:db_?)?engine$/.test(last)) return "engine";
  return undefined;
}

/** What calling an unknown factory may give, by the factory's name. */
export function kindByFactoryName(name: string): DatabaseKind | undefined {
  if (
    /^(?:\w*SessionLocal|\w*SessionMaker|\w*session_?(?:factory|maker)|Session|DBSession|\w*AsyncSession)$/.test(
      name,
    )
  )
    return "session";
  const last = name.toLowerCase();
  if (
    /^(?:get|create|make|new|open)_?(?:db_?|async_?)*session(?:s|_scope)?$/.test(last) ||
    /^(?:db_)?session_scope$/.test(last)
  )
    return "session";
  if (/^(?:get|create|make|new|open)_?(?:db_?|database_?|sqlite_?|mysql_?|pg_?)*conn(?:ection)?$/.test(last))
    return "connection";
  return undefined;
}

/** Libraries whose sessions, connections and clients are no database's in the rule book's sense. */
const elsewhere: ReadonlySet<string> = new Set(
  "unittest mock asynctest requests aiohttp httpx boto3 botocore aiobotocore flask flask_session cassandra onnxruntime tensorflow tf keras torch redis aioredis paramiko ftplib smtplib imaplib poplib ldap ldap3 pymongo motor neo4j pyspark elasticsearch opensearchpy kafka telnetlib websockets websocket requests_html requests_oauthlib cloudscraper curl_cffi fauna faunadb gql apollo http urllib urllib3 socket ssl ssh asyncssh fabric netmiko pika aio_pika celery kombu zmq serial can pygame discord telegram stripe twilio google googleapiclient azure snmp pysnmp pexpect jenkins github gitlab ldclient mechanize niquests primp streamlit chainlit starlette django_redis pymemcache".split(
    " ",
  ),
);

/** Whether a dotted name belongs to a library whose values never count as a database's. */
export function isElsewhere(dottedName: string): boolean {
  return elsewhere.has(dottedName.split(".", 1)[0] ?? "") && !dottedName.startsWith("flask.g.");
}
