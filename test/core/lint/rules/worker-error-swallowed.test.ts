import { workerErrorSwallowed } from "../../../../src/core/lint/rules/worker-error-swallowed.ts";
import { checkRule } from "../../../support/check-rule.ts";

const store = `
import sqlite3
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, as_completed, wait
from multiprocessing import Pool
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker
from models import User
Session = sessionmaker(bind=create_engine("sqlite:///x.db"))

def store(row):
    with Session() as session:
        session.add(User(name=row))
        session.commit()
`;

checkRule(workerErrorSwallowed, {
  finds: [
    {
      name: "a future that is dropped at once",
      severity: "information",
      message: /store/,
      code: `${store}
def load(rows):
    with ThreadPoolExecutor(8) as executor:
        for row in rows:
            «executor.submit(store, row)»
`,
    },
    {
      name: "futures in a list that nobody reads",
      severity: "information",
      code: `${store}
def load(rows):
    futures = []
    pool = ThreadPoolExecutor(max_workers=8)
    for row in rows:
        futures.append(«pool.submit(store, row)»)
    wait(futures)
`,
    },
    {
      name: "futures that are waited for, and not asked",
      severity: "information",
      code: `${store}
def load(rows):
    done = 0
    with ProcessPoolExecutor() as executor:
        futures = [«executor.submit(store, row)» for row in rows]
        for future in as_completed(futures):
            done += 1
    return done
`,
    },
    {
      name: "an executor's map that nobody walks over",
      severity: "information",
      code: `${store}
def load(rows):
    with ThreadPoolExecutor() as executor:
        «executor.map(store, rows)»
`,
    },
    {
      name: "an executor's map, held by a name that is never read, of an aliased executor",
      severity: "information",
      code: `
import concurrent.futures as cf
import sqlite3

def put(row):
    conn = sqlite3.connect("x.db")
    conn.execute("INSERT INTO t VALUES (?)", row)
    conn.commit()
    conn.close()

class Loader:
    def load(self, rows):
        with cf.ThreadPoolExecutor() as executor:
            results = «executor.map(put, rows)»
        print("done")
`,
    },
    {
      name: "results of a process pool that nobody gets",
      severity: "information",
      code: `${store}
def load(rows):
    pool = Pool(4)
    for row in rows:
        «pool.apply_async(store, (row,))»
    pool.close()
    pool.join()
`,
    },
    {
      name: "a handler that prints and rolls back",
      severity: "information",
      message: /Only prints/,
      related: ["threading.Thread(target=etl_worker, args=(uid,))"],
      code: `${store}
def etl_worker(user_id):
    session = Session()
    try:
        user = session.query(User).filter_by(id=user_id).first()
        if user:
            session.add(User(name=user.name))
            session.commit()
    «except Exception as e»:
        print(f"Error migrating user {user_id}: {e}")
        session.rollback()
    finally:
        session.close()

for uid in ids:
    t = threading.Thread(target=etl_worker, args=(uid,))
    t.start()
`,
    },
    {
      name: "a bare except that passes, around a helper",
      severity: "information",
      message: /Swallows/,
      code: `${store}
def worker(rows):
    for row in rows:
        try:
            store(row)
        «except»:
            pass

threads = [threading.Thread(target=worker, args=(part,)) for part in parts]
for thread in threads:
    thread.start()
`,
    },
    {
      name: "the run method of a thread, and a database's error",
      severity: "information",
      code: `
import sqlite3
from threading import Thread

class Writer(Thread):
    def __init__(self, rows):
        super().__init__()
        self.rows = rows

    def run(self):
        conn = sqlite3.connect("x.db")
        try:
            conn.executemany("INSERT INTO t VALUES (?)", self.rows)
            conn.commit()
        «except sqlite3.Error as error»:
            print(error)

for part in parts:
    Writer(part).start()
`,
    },
    {
      name: "a dropped future whose worker's code stands in another file",
      severity: "information",
      files: {
        "work.py": `
import sqlite3

def put(row):
    conn = sqlite3.connect("x.db")
    conn.execute("INSERT INTO t VALUES (?)", row)
    conn.commit()
`,
      },
      code: `
from concurrent.futures import ThreadPoolExecutor
from work import put

def load(rows):
    with ThreadPoolExecutor() as executor:
        for row in rows:
            «executor.submit(put, row)»
`,
    },
    {
      name: "a cursor's method that runs in the pool",
      message: /cur\.execute/,
      code: `
import sqlite3
from concurrent.futures import ThreadPoolExecutor

con = sqlite3.connect("log.db", check_same_thread=False)
cur = con.cursor()

def load(statements):
    with ThreadPoolExecutor() as pool:
        «pool.map(cur.execute, statements)»
    con.commit()
`,
    },
    {
      name: "futures in the order of their ends, over which nobody walks",
      code: `
import sqlite3
from concurrent.futures import ThreadPoolExecutor, as_completed

def count(path):
    with sqlite3.connect(path) as con:
        return con.execute("SELECT count(*) FROM log").fetchone()

def count_all(paths):
    with ThreadPoolExecutor() as pool:
        counting = {«pool.submit(count, path)»: path for path in paths}
        counted = as_completed(counting)
`,
    },
  ],
  leaves: [
    {
      name: "workers without a database",
      code: `
import threading
from concurrent.futures import ThreadPoolExecutor

def fetch(url):
    try:
        print(url)
    except Exception:
        pass

with ThreadPoolExecutor() as executor:
    executor.map(fetch, urls)
    executor.submit(fetch, "x")
threading.Thread(target=fetch, args=("x",)).start()
`,
    },
    {
      name: "futures that are asked",
      code: `${store}
def load(rows):
    with ThreadPoolExecutor() as executor:
        futures = [executor.submit(store, row) for row in rows]
        for future in as_completed(futures):
            future.result()
        by_row = {executor.submit(store, row): row for row in rows}
        for future in as_completed(by_row):
            if future.exception():
                print(by_row[future])
        print([future.result() for future in [executor.submit(store, row) for row in rows]])
`,
    },
    {
      name: "futures that are asked in a comprehension or elsewhere",
      code: `${store}
def start(executor, rows):
    futures = []
    for row in rows:
        futures.append(executor.submit(store, row))
    return futures

def run(rows):
    executor = ThreadPoolExecutor()
    futures = []
    for row in rows:
        futures.append(executor.submit(store, row))
    report(futures)
`,
    },
    {
      name: "one future that is asked at once",
      code: `${store}
def run(row):
    with ThreadPoolExecutor() as executor:
        executor.submit(store, row).result()
        future = executor.submit(store, row)
        future.result()
`,
    },
    {
      name: "a future with a callback",
      code: `${store}
def run(rows):
    executor = ThreadPoolExecutor()
    for row in rows:
        future = executor.submit(store, row)
        future.add_done_callback(report)
        executor.submit(store, row).add_done_callback(report)
`,
    },
    {
      name: "an executor's map that is walked over",
      code: `${store}
def run(rows):
    with ThreadPoolExecutor() as executor:
        list(executor.map(store, rows))
        for result in executor.map(store, rows):
            print(result)
        results = executor.map(store, rows)
        print(sum(1 for _ in results))
`,
    },
    {
      name: "a process pool's map, which raises",
      code: `${store}
def run(rows):
    with Pool(4) as pool:
        pool.map(store, rows)
        pool.starmap(store, rows)
`,
    },
    {
      name: "an error_callback, and a result that is got",
      code: `${store}
def run(rows):
    with Pool(4) as pool:
        for row in rows:
            pool.apply_async(store, (row,), error_callback=print)
        results = [pool.apply_async(store, (row,)) for row in rows]
        for result in results:
            result.get()
`,
    },
    {
      name: "a handler that logs",
      code: `${store}
import logging

def worker(row):
    try:
        store(row)
    except Exception:
        logging.exception("row %s", row)

threading.Thread(target=worker, args=(1,)).start()
`,
    },
    {
      name: "a handler that raises again, collects, or returns",
      code: `${store}
failed = []

def one(row):
    try:
        store(row)
    except Exception as error:
        print(error)
        raise

def two(row):
    try:
        store(row)
    except Exception as error:
        failed.append(row)

def three(row):
    try:
        store(row)
    except Exception as error:
        return False

for row in rows:
    threading.Thread(target=one, args=(row,)).start()
    threading.Thread(target=two, args=(row,)).start()
    threading.Thread(target=three, args=(row,)).start()
`,
    },
    {
      name: "one expected error",
      code: `${store}
from sqlalchemy.exc import IntegrityError

def worker(row):
    session = Session()
    try:
        session.add(User(name=row))
        session.commit()
    except IntegrityError:
        session.rollback()

for row in rows:
    threading.Thread(target=worker, args=(row,)).start()
`,
    },
    {
      name: "a retry",
      code: `${store}
def worker(row):
    for attempt in range(30):
        try:
            store(row)
            break
        except Exception as error:
            print(error)

for row in rows:
    threading.Thread(target=worker, args=(row,)).start()
`,
    },
    {
      name: "a printed error in a function that no thread runs",
      code: `${store}
def run(row):
    try:
        store(row)
    except Exception as error:
        print(error)

run(1)
`,
    },
    {
      name: "a dropped future whose worker handles its errors itself",
      code: `${store}
import logging

def worker(row):
    session = Session()
    try:
        session.add(User(name=row))
        session.commit()
    except Exception:
        logging.exception("row")

def run(rows):
    with ThreadPoolExecutor() as executor:
        for row in rows:
            executor.submit(worker, row)
`,
    },
    {
      name: "futures in the order of their ends that get a name before they are asked",
      code: `
import sqlite3
from concurrent.futures import ThreadPoolExecutor, as_completed

def count(path):
    with sqlite3.connect(path) as con:
        return con.execute("SELECT count(*) FROM log").fetchone()

def count_all(paths):
    with ThreadPoolExecutor() as pool:
        counting = {pool.submit(count, path): path for path in paths}
        counted = as_completed(counting)
        return [future.result() for future in counted]
`,
    },
  ],
});
