import { commitInLoop } from "../../../../src/core/lint/rules/commit-in-loop.ts";
import { checkRule } from "../../../support/check-rule.ts";

const orm = `
from sqlalchemy import create_engine, insert, select, update
from sqlalchemy.orm import Session, sessionmaker
from models import Tag, User
engine = create_engine("sqlite:///app.db")
SessionLocal = sessionmaker(bind=engine)
`;

const sqlite = `
import csv
import sqlite3
import time
conn = sqlite3.connect("shop.db")
cur = conn.cursor()
`;

checkRule(commitInLoop, {
  finds: [
    {
      name: "a commit per row of a file",
      severity: "warning",
      code: `${sqlite}
with open("products.csv") as file:
    count = 0
    for row in file:
        cur.execute("INSERT INTO items VALUES (?, ?)", row.split(","))
        «conn.commit()»
        count += 1
conn.close()
`,
    },
    {
      name: "a commit per object of a session",
      severity: "warning",
      code: `${orm}
with Session(engine) as s:
    for i in range(200):
        s.add_all([User(name=str(i))])
        «s.commit()»
        time.sleep(5)
`,
    },
    {
      name: "a commit of Flask's session, through an alias",
      severity: "warning",
      code: `
from flask_sqlalchemy import SQLAlchemy as Alchemy
database = Alchemy()

def close(orders):
    for order in orders:
        order.closed = True
        «database.session.commit()»
`,
    },
    {
      name: "a commit per row of a query, in a method",
      severity: "warning",
      code: `
import psycopg2

class Job:
    def __init__(self):
        self.link = psycopg2.connect("")

    def run(self):
        pen = self.link.cursor()
        pen.execute("SELECT id FROM users")
        for (key,) in pen.fetchall():
            pen.execute("UPDATE users SET seen = 1 WHERE id = %s", (key,))
            «self.link.commit()»
`,
    },
    {
      name: "a commit in the try of each row",
      severity: "warning",
      code: `${orm}
def load(session: Session, names):
    for name in names:
        try:
            session.add(User(name=name))
            «session.commit()»
        except Exception:
            session.rollback()
            raise
`,
    },
    {
      name: "a session per row, with its commit",
      severity: "warning",
      code: `${orm}
def load(names):
    for name in names:
        with SessionLocal() as session:
            session.add(User(name=name))
            «session.commit()»
`,
    },
    {
      name: "an awaited commit",
      severity: "warning",
      code: `
from sqlalchemy.ext.asyncio import AsyncSession

async def close(db: AsyncSession, orders):
    for order in orders:
        order.closed = True
        await «db.commit()»
`,
    },
    {
      name: "a commit in an inner loop of constants",
      severity: "warning",
      code: `${orm}
def load(session: Session, users):
    for user in users:
        for kind in ("mail", "phone"):
            session.add(Tag(name=f"{user}-{kind}"))
            «session.commit()»
`,
    },
    {
      name: "a commit per row, and another one per part of it",
      severity: "warning",
      code: `${orm}
def load(session: Session, rows):
    for row in rows:
        user = User(name=row["name"])
        session.add(user)
        «session.commit()»
        for tag in row["tags"]:
            session.add(Tag(name=tag, user=user))
            «session.commit()»
`,
    },
    {
      name: "a commit while rows are fetched",
      severity: "warning",
      code: `${sqlite}
def copy(source):
    while True:
        row = source.fetchone()
        if row is None:
            break
        cur.execute("INSERT INTO items VALUES (?)", row)
        «conn.commit()»
`,
    },
    {
      name: "a flush per row, for information",
      severity: "information",
      code: `${orm}
def load(session: Session, names):
    for name in names:
        user = User(name=name)
        session.add(user)
        «session.flush()»
        print(user.id)
    session.commit()
`,
    },
    {
      name: "a thread per row whose target commits",
      severity: "warning",
      related: ["threading.Thread(target=etl_worker, args=(uid,))"],
      code: `${orm}
import threading

def etl_worker(user_id):
    session = SessionLocal()
    try:
        user = session.get(User, user_id)
        if user:
            session.add(Tag(name=user.name))
            «session.commit()»
    except Exception as e:
        print(e)
        session.rollback()
    finally:
        session.close()

threads = []
for uid in load_ids():
    t = threading.Thread(target=etl_worker, args=(uid,))
    threads.append(t)
    t.start()
`,
    },
    {
      name: "a job of joblib per row, whose function commits",
      code: `${orm}
from joblib import Parallel, delayed

def store(row):
    with SessionLocal() as session:
        session.add(User(name=row))
        «session.commit()»

def load(rows):
    Parallel(n_jobs=8)(delayed(store)(row) for row in rows)
`,
    },
    {
      name: "a helper that commits, called per row",
      severity: "information",
      related: ["conn.commit()"],
      code: `${sqlite}
def save(name):
    cur.execute("INSERT INTO items VALUES (?)", (name,))
    conn.commit()

def load(names):
    for name in names:
        «save(name)»
`,
    },
    {
      name: "a method of a local subclass of Flask-SQLAlchemy's SQLAlchemy, entered per row",
      severity: "information",
      related: ["self.session.commit()"],
      code: `
from contextlib import contextmanager
from flask_sqlalchemy import SQLAlchemy as BaseSQLAlchemy

class SQLAlchemy(BaseSQLAlchemy):
    @contextmanager
    def auto_commit(self):
        try:
            yield
            self.session.commit()
        except Exception:
            self.session.rollback()
            raise

db = SQLAlchemy()

class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)

def load(names):
    for name in names:
        with «db.auto_commit()»:
            db.session.add(User(name=name))
`,
    },
    {
      name: "a context manager of this file that commits, entered per row",
      severity: "information",
      code: `${orm}
from contextlib import contextmanager

@contextmanager
def session_scope():
    session = SessionLocal()
    try:
        yield session
        session.commit()
    except:
        session.rollback()
        raise
    finally:
        session.close()

def load(names):
    for name in names:
        with «session_scope()» as session:
            session.add(User(name=name))
`,
    },
    {
      name: "a helper of another file that commits",
      severity: "information",
      related: ["store.py: session.commit()"],
      files: {
        "store.py": `
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker
Session = sessionmaker(bind=create_engine("sqlite:///x.db"))

def save(row):
    session = Session()
    session.add(row)
    session.commit()
    session.close()
`,
      },
      code: `
from store import save as keep

def load(rows):
    for row in rows:
        «keep(row)»
`,
    },
    {
      name: "a commit after a mail, for information",
      severity: "information",
      message: /send_mail.*outbox/,
      code: `${orm}
from mails import send_mail

def remind(session: Session, users):
    for user in users:
        send_mail(user.email)
        user.reminded = True
        «session.commit()»
`,
    },
    {
      name: "statements of a connection in autocommit mode, for information",
      severity: "information",
      message: /autocommit/,
      code: `
import sqlite3
fast = sqlite3.connect("x.db", isolation_level=None)

def load(rows):
    for row in rows:
        «fast.execute("INSERT INTO items VALUES (?)", row)»
`,
    },
    {
      name: "a commit per row of a queue that is drained",
      severity: "warning",
      code: `${sqlite}
def drain(queue):
    while not queue.empty():
        cur.execute("INSERT INTO items VALUES (?)", (queue.get(),))
        «conn.commit()»
`,
    },
    {
      name: "a commit behind a test of the row's length",
      severity: "warning",
      code: `${sqlite}
def load(rows):
    for row in rows:
        if len(row) == 3:
            cur.execute("INSERT INTO items VALUES (?, ?, ?)", row)
            «conn.commit()»
`,
    },
    {
      name: "a function that writes, in a scope that commits at its end",
      severity: "information",
      code: `
from contextlib import contextmanager
from sqlalchemy.orm import sessionmaker

Session = sessionmaker()

@contextmanager
def scope():
    session = Session()
    try:
        yield session
        session.commit()
    finally:
        session.close()

def store(row):
    with scope() as session:
        session.add(row)

def store_all(rows):
    for row in rows:
        «store(row)»
`,
    },
  ],
  leaves: [
    {
      name: "a commit after the loop",
      code: `${orm}
def load(session: Session, names):
    for name in names:
        session.add(User(name=name))
    session.commit()
`,
    },
    {
      name: "a commit per hundred rows",
      code: `${orm}
def load(session: Session, names):
    i = 0
    for name in names:
        session.add(User(name=name))
        i += 1
        if i % 100 == 0: session.commit()
    for index, name in enumerate(names):
        session.merge(User(id=index, name=name))
        if not index % 1000:
            session.commit()
    session.commit()
`,
    },
    {
      name: "a commit when the list is full, which is emptied then",
      code: `${orm}
def load(session: Session, rows):
    batch = []
    for row in rows:
        batch.append(User(name=row))
        if len(batch) >= 500:
            session.add_all(batch)
            session.commit()
            batch = []
    session.add_all(batch)
    session.commit()
`,
    },
    {
      name: "a commit when a counter has come to its limit",
      code: `${sqlite}
def load(rows, limit):
    pending = 0
    for row in rows:
        cur.execute("INSERT INTO items VALUES (?)", row)
        pending += 1
        if pending >= limit:
            conn.commit()
            pending = 0
    conn.commit()
`,
    },
    {
      name: "a commit per chunk",
      code: `${orm}
from itertools import batched, islice
from more_itertools import chunked

def load(session: Session, rows):
    for start in range(0, len(rows), 1000):
        for row in rows[start : start + 1000]:
            session.add(User(name=row))
        session.commit()
    for piece in chunked(rows, 1000):
        session.add_all(User(name=row) for row in piece)
        session.commit()
    for piece in batched(rows, 1000):
        session.execute(insert(User), [{"name": row} for row in piece])
        session.commit()
    iterator = iter(rows)
    while piece := list(islice(iterator, 500)):
        session.add_all(User(name=row) for row in piece)
        session.commit()
`,
    },
    {
      name: "a commit after executemany",
      code: `${sqlite}
def load(files):
    for file in files:
        cur.executemany("INSERT INTO items VALUES (?)", csv.reader(open(file)))
        conn.commit()
`,
    },
    {
      name: "a commit after bulk_save_objects and after a frame's to_sql",
      code: `${orm}
def load(session: Session, frames):
    for frame in frames:
        session.bulk_save_objects([User(name=row) for row in frame])
        session.commit()
    for frame in frames:
        frame.to_sql("users", engine)
        session.commit()
`,
    },
    {
      name: "a commit after the inner loop that writes",
      code: `${orm}
def load(session: Session, pages):
    for address in pages:
        for row in fetch(address):
            session.add(User(name=row))
        session.commit()
`,
    },
    {
      name: "the rest of each group, after commits per hundred of it",
      code: `${orm}
def clean(session: Session, groups):
    for group, days in groups.items():
        for index, event in enumerate(old_events(group, days)):
            event.delete()
            if index % 100 == 0:
                session.commit()
        session.commit()
`,
    },
    {
      name: "a worker that waits for jobs",
      code: `${orm}
import time

def work(session: Session):
    while True:
        job = session.query(Tag).filter_by(state="new").first()
        if job is None:
            time.sleep(2)
            continue
        job.state = "done"
        session.commit()

def consume(session: Session, queue):
    while True:
        item = queue.get()
        if item is None:
            break
        session.add(User(name=item))
        session.commit()

def listen(session: Session, consumer, client):
    for message in consumer:
        session.add(User(name=message.value))
        session.commit()
    for message in client.listen():
        session.add(User(name=message))
        session.commit()
`,
    },
    {
      name: "a loop that runs until it is told to stop",
      code: `${sqlite}
def poll(stop):
    while not stop.is_set():
        cur.execute("UPDATE heartbeat SET at = ?", (time.time(),))
        conn.commit()
        stop.wait(5)

def log(sensor):
    while sensor.running:
        cur.execute("INSERT INTO readings VALUES (?)", (sensor.read_value(),))
        conn.commit()
        time.sleep(1)
`,
    },
    {
      name: "pages that are deleted until none is left",
      code: `${orm}
def purge(session: Session):
    while True:
        batch = session.query(User).filter(User.gone).limit(1000).all()
        if not batch:
            break
        for user in batch:
            session.delete(user)
        session.commit()
    while True:
        done = session.execute(text("DELETE FROM log WHERE id IN (SELECT id FROM log LIMIT 500)"))
        session.commit()
        if done.rowcount == 0:
            break
`,
    },
    {
      name: "a retry",
      code: `${orm}
def store(session: Session, row):
    for attempt in range(50):
        try:
            session.add(User(name=row))
            session.commit()
            return True
        except Exception:
            session.rollback()
    while True:
        try:
            session.commit()
            break
        except Exception:
            session.rollback()
`,
    },
    {
      name: "a commit that a return or break follows",
      code: `${orm}
def claim(session: Session, seats):
    for seat in seats:
        if seat.free:
            seat.free = False
            session.commit()
            return seat
    for seat in seats:
        if seat.free:
            session.commit()
            break
`,
    },
    {
      name: "a row-by-row fallback after a failed batch",
      code: `${orm}
def load(session: Session, users):
    try:
        session.bulk_save_objects(users)
        session.commit()
    except Exception:
        session.rollback()
        for user in users:
            try:
                session.add(user)
                session.commit()
            except Exception:
                session.rollback()
`,
    },
    {
      name: "rollback and begin_nested per row",
      code: `${orm}
def load(session: Session, names):
    for name in names:
        try:
            with session.begin_nested():
                session.add(User(name=name))
        except Exception:
            session.rollback()
    session.commit()
`,
    },
    {
      name: "a commit of each of several sessions and databases",
      code: `${orm}
def finish(sessions, paths):
    for session in sessions:
        session.commit()
    for path in paths:
        link = sqlite3.connect(path)
        link.execute("DELETE FROM log")
        link.commit()
        link.close()
`,
    },
    {
      name: "the statements of a script, and DDL",
      code: `${sqlite}
def migrate(script, tables):
    for statement in script.split(";"):
        cur.execute(statement)
        conn.commit()
    for table in tables:
        cur.execute(f"DROP TABLE {table}")
        conn.commit()
`,
    },
    {
      name: "commits of what is no database",
      code: `
import git
from kafka import KafkaConsumer

def publish(repos, index, consumer: KafkaConsumer):
    for repo in repos:
        repo.index.commit("x")
        index.commit()
        consumer.commit()
`,
    },
    {
      name: "commits of a test's double",
      code: `${orm}
from unittest.mock import MagicMock

def test_commits():
    session = MagicMock()
    for name in names():
        session.add(name)
        session.commit()
`,
    },
    {
      name: "constants, also in a tuple that stands elsewhere",
      code: `${orm}
DEFAULTS = (("a", 1), ("b", 2), ("c", 3))

def seed(session: Session):
    for name, rank in DEFAULTS:
        session.add(Tag(name=name, rank=rank))
        session.commit()
    for i in range(5):
        session.add(User(name=str(i)))
        session.commit()
`,
    },
    {
      name: "a helper that commits only when it is asked to",
      code: `${orm}
def save(session: Session, user, commit=True):
    session.add(user)
    if commit:
        session.commit()

def load(session: Session, users):
    for user in users:
        save(session, user, commit=False)
    session.commit()
`,
    },
    {
      name: "a commit on the error's path only",
      code: `${orm}
def run(session: Session, jobs):
    for job in jobs:
        try:
            job.run()
        except Exception as error:
            job.error = str(error)
            session.commit()
`,
    },
    {
      name: "an interactive menu",
      code: `${sqlite}
while True:
    choice = input("? ")
    if choice == "q":
        break
    cur.execute("INSERT INTO notes VALUES (?)", (choice,))
    conn.commit()
`,
    },
    {
      name: "a function that only reads, in a scope that commits at its end",
      code: `
from contextlib import contextmanager
from sqlalchemy.orm import sessionmaker

Session = sessionmaker()

@contextmanager
def scope():
    session = Session()
    try:
        yield session
        session.commit()
    finally:
        session.close()

def count(model):
    with scope() as session:
        return session.query(model).count()

def count_all(models):
    return [count(model) for model in models]
`,
    },
  ],
  fixes: [
    {
      name: "moves the last statement behind the loop",
      safe: false,
      before: `${orm}
def close(session: Session, orders):
    for order in orders:
        order.closed = True
        session.commit()  # to the disk
    return len(orders)
`,
      after: `${orm}
def close(session: Session, orders):
    for order in orders:
        order.closed = True
    session.commit()  # to the disk
    return len(orders)
`,
    },
    {
      name: "moves a statement in the middle behind the loop, awaited as it is",
      safe: false,
      before: `
from sqlalchemy.ext.asyncio import AsyncSession

async def close(db: AsyncSession, orders):
    for order in orders:
        order.closed = True
        await db.commit()
        print(order.id)
`,
      after: `
from sqlalchemy.ext.asyncio import AsyncSession

async def close(db: AsyncSession, orders):
    for order in orders:
        order.closed = True
        print(order.id)
    await db.commit()
`,
    },
  ],
});
