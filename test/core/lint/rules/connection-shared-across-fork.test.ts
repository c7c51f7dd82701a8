import { connectionSharedAcrossFork } from "../../../../src/core/lint/rules/connection-shared-across-fork.ts";
import { checkRule } from "../../../support/check-rule.ts";

const sqlalchemy = `
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session, sessionmaker
from models import User
engine = create_engine("postgresql://db/app")
SessionLocal = sessionmaker(bind=engine)
`;

checkRule(connectionSharedAcrossFork, {
  finds: [
    {
      name: "a session handed to a Process",
      severity: "error",
      code: `${sqlalchemy}
from multiprocessing import Process

def work(session, row):
    session.add(User(name=row))
    session.commit()

if __name__ == "__main__":
    session = SessionLocal()
    p = Process(target=work, args=(«session», 1))
    p.start()
    p.join()
`,
    },
    {
      name: "a psycopg2 connection for every process",
      severity: "error",
      code: `
import multiprocessing as mp
import psycopg2

def work(conn, n):
    conn.cursor().execute("SELECT %s", (n,))

def main():
    conn = psycopg2.connect("dbname=app")
    jobs = [mp.Process(target=work, args=(«conn», n)) for n in range(4)]
    for job in jobs:
        job.start()
`,
    },
    {
      name: "a cursor submitted to a process pool",
      severity: "error",
      code: `
import pymysql
from concurrent.futures import ProcessPoolExecutor

def work(cursor, n):
    cursor.execute("SELECT 1")

db = pymysql.connect(host="localhost")
with ProcessPoolExecutor() as executor:
    for n in range(3):
        executor.submit(work, «db.cursor()», n)
`,
    },
    {
      name: "a cursor's method submitted to a process pool: what is shared is the cursor",
      message: /^`cursor` is a cursor of this process/,
      code: `
from concurrent.futures import ProcessPoolExecutor
import psycopg2

conn = psycopg2.connect("dbname=app")
cursor = conn.cursor()
with ProcessPoolExecutor() as pool:
    pool.map(«cursor.execute», ["SELECT 1", "SELECT 2"])
`,
    },
    {
      name: "a connection handed to joblib's processes",
      code: `
from joblib import Parallel, delayed
import psycopg2

def store(conn, row):
    with conn.cursor() as cursor:
        cursor.execute("INSERT INTO rows VALUES (%s)", (row,))

conn = psycopg2.connect("dbname=app")
Parallel(n_jobs=4)(delayed(store)(«conn», row) for row in rows)
`,
    },
    {
      name: "a module's connection that joblib's forked processes read",
      code: `
from joblib import Parallel, delayed
import psycopg2

conn = psycopg2.connect("dbname=app")

def store(row):
    with «conn».cursor() as cursor:
        cursor.execute("INSERT INTO rows VALUES (%s)", (row,))

Parallel(n_jobs=4, backend="multiprocessing")(delayed(store)(row) for row in rows)
`,
    },
    {
      name: "the child's branch after os.fork()",
      related: ['psycopg2.connect("dbname=app")', "os.fork()"],
      code: `
import os
import psycopg2

def store(rows):
    conn = psycopg2.connect("dbname=app")
    pid = os.fork()
    if pid == 0:
        with «conn».cursor() as cursor:
            cursor.execute("INSERT INTO rows VALUES (1)")
        conn.commit()
        os._exit(0)
    else:
        os.waitpid(pid, 0)
        conn.close()
`,
    },
    {
      name: "a function that the child's branch calls, in the other forms of the test",
      code: `
from os import fork, waitpid
from sqlalchemy.orm import Session
from models import User, engine

session = Session(engine)

def child():
    «session».add(User())
    session.commit()

def start(session: Session):
    if not fork():
        print(«session».get(User, 1))

pid = fork()
if pid:
    waitpid(pid, 0)
else:
    child()
`,
    },
    {
      name: "a module's connection that the children read",
      severity: "error",
      code: `
import sqlite3
from multiprocessing import Pool

conn = sqlite3.connect("app.db")

def work(row):
    «conn».execute("INSERT INTO t VALUES (?)", (row,))
    conn.commit()

if __name__ == "__main__":
    with Pool(4) as pool:
        pool.map(work, range(100))
`,
    },
    {
      name: "a module's session that the children read",
      severity: "error",
      code: `${sqlalchemy}
from multiprocessing import Pool

session = SessionLocal()

def work(row):
    «session».add(User(name=row))
    session.commit()

def run(rows):
    pool = Pool()
    pool.imap_unordered(work, rows)
    pool.close()
    pool.join()
`,
    },
    {
      name: "an engine that was used before the fork",
      severity: "warning",
      code: `${sqlalchemy}
from multiprocessing import Pool

def work(user_id):
    with «engine».connect() as conn:
        return conn.execute(text("SELECT 1")).scalar()

if __name__ == "__main__":
    with engine.connect() as conn:
        ids = conn.execute(text("SELECT id FROM users")).scalars().all()
    with Pool(4) as pool:
        pool.map(work, ids)
`,
    },
    {
      name: "an engine used before the fork, through its factory in the child",
      severity: "warning",
      code: `${sqlalchemy}
from concurrent.futures import ProcessPoolExecutor

def work(user_id):
    with «SessionLocal»() as session:
        session.get(User, user_id)

def main():
    with SessionLocal() as session:
        ids = session.scalars(text("SELECT id FROM users")).all()
    with ProcessPoolExecutor() as executor:
        list(executor.map(work, ids))
`,
    },
    {
      name: "an engine that is only used in the children: information",
      severity: "information",
      code: `${sqlalchemy}
from multiprocessing import Process

def work(row):
    with Session(«engine») as session:
        session.add(User(name=row))
        session.commit()

for row in range(4):
    Process(target=work, args=(row,)).start()
`,
    },
    {
      name: "a Process subclass that is given the connection",
      severity: "error",
      code: `
import mysql.connector
from multiprocessing import Process

class Worker(Process):
    def __init__(self, connection):
        super().__init__()
        self.connection = connection

    def run(self):
        self.connection.cursor().execute("SELECT 1")

connection = mysql.connector.connect(host="localhost")
Worker(«connection»).start()
`,
    },
    {
      name: "a bound method of an object that holds the connection",
      severity: "error",
      code: `
import psycopg2
from multiprocessing import Process

class Loader:
    def __init__(self):
        self.conn = psycopg2.connect("dbname=app")

    def load(self, name):
        «self.conn».cursor().execute("SELECT 1")

    def run(self, names):
        for name in names:
            Process(target=self.load, args=(name,)).start()
`,
    },
  ],
  leaves: [
    {
      name: "a module's connection and engine in joblib's processes, which import the module anew",
      code: `
from joblib import Parallel, delayed
from sqlalchemy import create_engine, text
import psycopg2

conn = psycopg2.connect("dbname=app")
engine = create_engine("postgresql://db/app")

def store(row):
    with conn.cursor() as cursor:
        cursor.execute("INSERT INTO rows VALUES (%s)", (row,))
    with engine.begin() as connection:
        connection.execute(text("SELECT 1"))

def main(rows):
    Parallel(n_jobs=4)(delayed(store)(row) for row in rows)
`,
    },
    {
      name: "os.fork(): a connection of the child, one for the parent alone, a parent that ends",
      code: `
import os
import sys
import psycopg2

def store():
    conn = psycopg2.connect("dbname=app")
    if os.fork() == 0:
        conn = psycopg2.connect("dbname=app")
        conn.cursor().execute("SELECT 1")
        work()
    else:
        conn.cursor().execute("SELECT 1")

def work():
    mine = psycopg2.connect("dbname=app")
    mine.cursor().execute("SELECT 1")

def connect():
    return psycopg2.connect("dbname=app")

def store_by_helper():
    if os.fork() == 0:
        conn = connect()
        conn.cursor().execute("SELECT 1")
        with connect() as other:
            other.cursor().execute("SELECT 1")

def daemonize():
    conn = psycopg2.connect("dbname=app")
    pid = os.fork()
    if pid > 0:
        sys.exit(0)
    conn.cursor().execute("SELECT 1")

def hand_on():
    conn = psycopg2.connect("dbname=app")
    pid = os.fork()
    if pid > 0:
        os._exit(0)
    else:
        conn.cursor().execute("SELECT 1")

def other(git, session):
    repository = git.fork()
    if repository == 0:
        session.commit()
`,
    },
    {
      name: "made in the child",
      code: `
import psycopg2
from multiprocessing import Pool

def work(row):
    conn = psycopg2.connect("dbname=app")
    with conn, conn.cursor() as cursor:
        cursor.execute("INSERT INTO t VALUES (%s)", (row,))
    conn.close()

with Pool(4) as pool:
    pool.map(work, range(10))
`,
    },
    {
      name: "an engine made in the child",
      code: `
from multiprocessing import Pool
from sqlalchemy import create_engine, text

def work(url):
    engine = create_engine(url)
    with engine.connect() as conn:
        conn.execute(text("SELECT 1"))

with Pool(4) as pool:
    pool.map(work, ["postgresql://db/app"])
`,
    },
    {
      name: "made in the initializer",
      code: `
import psycopg2
from multiprocessing import Pool

conn = None

def init():
    global conn
    conn = psycopg2.connect("dbname=app")

def work(row):
    conn.cursor().execute("SELECT 1")

with Pool(4, initializer=init) as pool:
    pool.map(work, range(10))
`,
    },
    {
      name: "disposed in the initializer",
      code: `${sqlalchemy}
from multiprocessing import Pool

def init():
    engine.dispose(close=False)

def work(row):
    with engine.connect() as conn:
        conn.execute(text("SELECT 1"))

with engine.connect() as conn:
    conn.execute(text("SELECT 1"))
with Pool(4, initializer=init) as pool:
    pool.map(work, range(10))
`,
    },
    {
      name: "disposed first in the child",
      code: `${sqlalchemy}
from multiprocessing import Process

def work(row):
    engine.dispose(close=False)
    with Session(engine) as session:
        session.add(User(name=row))
        session.commit()

Process(target=work, args=(1,)).start()
`,
    },
    {
      name: "disposed before the start",
      code: `${sqlalchemy}
from multiprocessing import Process

def work(row):
    with Session(engine) as session:
        session.add(User(name=row))
        session.commit()

def main():
    with Session(engine) as session:
        session.add(User())
        session.commit()
    engine.dispose()
    Process(target=work, args=(1,)).start()
`,
    },
    {
      name: "NullPool",
      code: `
from multiprocessing import Pool
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool
engine = create_engine("postgresql://db/app", poolclass=NullPool)

def work(row):
    with engine.connect() as conn:
        conn.execute(text("SELECT 1"))

with Pool(4) as pool:
    pool.map(work, range(10))
`,
    },
    {
      name: "an engine under the spawn start method",
      code: `${sqlalchemy}
import multiprocessing

def work(row):
    with engine.connect() as conn:
        conn.execute(text("SELECT 1"))

if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    with multiprocessing.Pool(4) as pool:
        pool.map(work, range(10))
`,
    },
    {
      name: "a spawn context",
      code: `${sqlalchemy}
import multiprocessing as mp

def work(row):
    with engine.connect() as conn:
        conn.execute(text("SELECT 1"))

ctx = mp.get_context("spawn")
for row in range(3):
    ctx.Process(target=work, args=(row,)).start()
`,
    },
    {
      name: "threads, whose pool is called Pool too",
      code: `${sqlalchemy}
from multiprocessing.dummy import Pool

def work(row):
    with engine.connect() as conn:
        conn.execute(text("SELECT 1"))

with Pool(4) as pool:
    pool.map(work, range(10))
`,
    },
    {
      name: "the parent alone uses the connection",
      code: `
import psycopg2
from multiprocessing import Pool

def work(row):
    return row * 2

conn = psycopg2.connect("dbname=app")
with Pool(4) as pool:
    for doubled in pool.imap(work, range(10)):
        conn.cursor().execute("INSERT INTO t VALUES (%s)", (doubled,))
conn.commit()
`,
    },
    {
      name: "a multiprocessing pipe's connection",
      code: `
from multiprocessing import Pipe, Process

def work(conn):
    conn.send([1, 2, 3])
    conn.close()

parent, child = Pipe()
p = Process(target=work, args=(child,))
p.start()
`,
    },
    {
      name: "the URL and the settings",
      code: `
import pymysql
from multiprocessing import Process

settings = {"host": "localhost"}

def work(connection_settings):
    connection = pymysql.connect(**connection_settings)
    connection.close()

Process(target=work, args=(settings,)).start()
`,
    },
  ],
  fixes: [
    {
      name: "adds an initializer that forgets the connections",
      safe: false,
      before: `${sqlalchemy}
from multiprocessing import Pool

def work(row):
    with engine.connect() as conn:
        conn.execute(text("SELECT 1"))

def run(rows):
    with Pool(4) as pool:
        pool.map(work, rows)
`,
      after: `${sqlalchemy}
from multiprocessing import Pool

def work(row):
    with engine.connect() as conn:
        conn.execute(text("SELECT 1"))

def forget_engine():
    engine.dispose(close=False)


def run(rows):
    with Pool(4, initializer=forget_engine) as pool:
        pool.map(work, rows)
`,
    },
  ],
});
