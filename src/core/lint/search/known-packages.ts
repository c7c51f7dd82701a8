/** Packages whose import is evidence of a database, by the first part of their name. */
const databasePackages = new Set(
  `sqlalchemy sqlmodel flask_sqlalchemy flask_sqlalchemy_lite flask_sqlalchemy_session django peewee playhouse flask_peewee
  dataset databases sqlite3 pysqlite3 sqlcipher3 pysqlcipher3 psycopg psycopg_pool psycopg2 psycopg2cffi pymysql MySQLdb
  mysql mariadb pyodbc pymssql pypyodbc cx_Oracle oracledb asyncpg aiosqlite aiomysql aiopg asyncmy ormar tortoise gino
  alembic`.split(/\s+/),
);

/** Packages that start something beside the code, or guard it: what a file makes of them may matter where it is imported. */
const concurrencyPackages = new Set(
  `threading _thread multiprocessing concurrent asyncio queue gevent eventlet trio anyio joblib billiard multiprocess
  futures celery uvloop`.split(/\s+/),
);

/** Whether a dotted name, of a module or of something in it, belongs to such a package. */
export function isDatabasePackage(name: string): boolean {
  const dot = name.indexOf(".");
  // Flask once kept its extensions in a package of its own.
  return databasePackages.has(dot < 0 ? name : name.slice(0, dot)) || name.startsWith("flask.ext");
}

/** Whether a dotted name, of a module or of something in it, belongs to such a package. */
export function isConcurrencyPackage(name: string): boolean {
  const dot = name.indexOf(".");
  return concurrencyPackages.has(dot < 0 ? name : name.slice(0, dot));
}
