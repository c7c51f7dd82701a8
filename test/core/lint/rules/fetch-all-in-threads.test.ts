import { fetchAllInThreads } from "../../../../src/core/lint/rules/fetch-all-in-threads.ts";
import { checkRule } from "../../../support/check-rule.ts";

const head = `
import queue
import sqlite3
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import Pool, Process
from multiprocessing.pool import ThreadPool
from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session, scoped_session, sessionmaker
from models import File
engine = create_engine("sqlite:///x.db")
`;

checkRule(fetchAllInThreads, {
  finds: [
    {
      name: "fetchall of a function that a thread's target calls as its parameter",
      severity: "hint",
      code: `${head}
def get_sql_proc(ThreadSession):
    some_session = ThreadSession()
    sql = text('select * from files')
    call = some_session.execute(sql)
    res = «call.fetchall()»
    ThreadSession.remove()
    return res

def add_func_to_thread(q, func, kwargs):
    q.put(func(**kwargs))

ThreadSession = scoped_session(sessionmaker(bind=engine))
q = queue.Queue()
for i in range(1, 4):
    t = threading.Thread(target=add_func_to_thread, args=(q, get_sql_proc, {'ThreadSession': ThreadSession}))
    t.start()
`,
    },
    {
      name: "fetchall of a cursor in an executor's map",
      related: ["pool.map(read, paths)"],
      code: `${head}
def read(path):
    conn = sqlite3.connect(path)
    cur = conn.cursor()
    cur.execute("SELECT * FROM files")
    return «cur.fetchall()»

with ThreadPoolExecutor(4) as pool:
    rows = list(pool.map(read, paths))
`,
    },
    {
      name: "a query's all() in submitted work",
      code: `${head}
def load():
    with Session(engine) as session:
        return «session.query(File).all()»

def run():
    with ThreadPoolExecutor(max_workers=4) as executor:
        futures = {executor.submit(load): i for i in range(100)}
`,
    },
    {
      name: "scalars().all() in threads started in a loop, in a method",
      code: `${head}
class Loader:
    def __init__(self):
        self.make = sessionmaker(engine)

    def load(self, kind):
        with self.make() as session:
            return «session.scalars(select(File).where(File.kind == kind)).all()»

    def run(self, kinds):
        for kind in kinds:
            threading.Thread(target=self.load, args=(kind,)).start()
`,
    },
    {
      name: "a helper that the worker calls",
      code: `${head}
def fetch(conn):
    return «conn.execute("SELECT * FROM files").fetchall()»

def worker(path):
    conn = sqlite3.connect(path)
    return len(fetch(conn))

ThreadPool(4).map(worker, paths)
`,
    },
    {
      name: "two threads",
      code: `${head}
def task():
    with engine.connect() as conn:
        result = conn.execute(text("select * from users"))
        rows = «result.fetchall()»

one = threading.Thread(target=task)
two = threading.Thread(target=task)
one.start()
two.start()
one.join()
two.join()
`,
    },
    {
      name: "an aggregate per group",
      code: `${head}
def task(path):
    conn = sqlite3.connect(path)
    return «conn.execute("SELECT count(*), kind FROM files GROUP BY kind").fetchall()»

with ThreadPoolExecutor() as executor:
    list(executor.map(task, paths))
`,
    },
    {
      name: "renamed imports",
      code: `
import concurrent.futures as cf
import pymysql as my

def grab(table):
    link = my.connect(host="db")
    pen = link.cursor()
    pen.execute("SELECT a, b FROM items")
    return «pen.fetchall()»

with cf.ThreadPoolExecutor() as crew:
    for name in names:
        crew.submit(grab, name)
`,
    },
  ],
  leaves: [
    {
      name: "processes",
      code: `${head}
def read(path):
    return sqlite3.connect(path).execute("SELECT * FROM files").fetchall()

with ProcessPoolExecutor() as executor:
    rows = list(executor.map(read, paths))
with Pool(4) as pool:
    pool.map(read, paths)
for path in paths:
    Process(target=read, args=(path,)).start()
`,
    },
    {
      name: "one background thread",
      code: `${head}
def read():
    return sqlite3.connect("x.db").execute("SELECT * FROM files").fetchall()

threading.Thread(target=read, daemon=True).start()
`,
    },
    {
      name: "one worker",
      code: `${head}
def read(path):
    return sqlite3.connect(path).execute("SELECT * FROM files").fetchall()

with ThreadPoolExecutor(max_workers=1) as executor:
    list(executor.map(read, paths))
`,
    },
    {
      name: "no threads",
      code: `${head}
def read(path):
    return sqlite3.connect(path).execute("SELECT * FROM files").fetchall()

rows = [read(path) for path in paths]
`,
    },
    {
      name: "a LIMIT",
      code: `${head}
def read(path):
    conn = sqlite3.connect(path)
    cur = conn.cursor()
    cur.execute("SELECT * FROM files LIMIT 10")
    with Session(engine) as session:
        session.query(File).limit(5).all()
    return cur.fetchall()

with ThreadPoolExecutor() as executor:
    list(executor.map(read, paths))
`,
    },
    {
      name: "an aggregate",
      code: `${head}
def read(path):
    return sqlite3.connect(path).execute("SELECT count(*) FROM files").fetchall()

with ThreadPoolExecutor() as executor:
    list(executor.map(read, paths))
`,
    },
    {
      name: "one key",
      code: `${head}
def read(key):
    with Session(engine) as session:
        session.query(File).filter_by(id=key).all()
    return sqlite3.connect("x.db").execute("SELECT * FROM files WHERE id = ?", (key,)).fetchall()

with ThreadPoolExecutor() as executor:
    list(executor.map(read, keys))
`,
    },
    {
      name: "fetchone and first",
      code: `${head}
def read(kind):
    with Session(engine) as session:
        session.query(File).filter_by(kind=kind).first()
    return sqlite3.connect("x.db").execute("SELECT * FROM files").fetchone()

with ThreadPoolExecutor() as executor:
    list(executor.map(read, kinds))
`,
    },
    {
      name: "walking over the rows",
      code: `${head}
def read(path):
    for row in sqlite3.connect(path).execute("SELECT * FROM files"):
        print(row)

with ThreadPoolExecutor() as executor:
    list(executor.map(read, paths))
`,
    },
    {
      name: "tables of the schema",
      code: `${head}
def tables(path):
    return sqlite3.connect(path).execute("SELECT name FROM sqlite_master").fetchall()

with ThreadPoolExecutor() as executor:
    list(executor.map(tables, paths))
`,
    },
    {
      name: "a hop to another thread that is waited for",
      code: `${head}
import asyncio

def read():
    return sqlite3.connect("x.db").execute("SELECT * FROM files").fetchall()

async def handler():
    return await asyncio.to_thread(read)
`,
    },
    {
      name: "all() of a list and fetchall() of what is no database",
      code: `${head}
def read(page):
    if all(page.rows):
        return page.fetchall()

with ThreadPoolExecutor() as executor:
    list(executor.map(read, pages))
`,
    },
  ],
});
