import { objectSharedAcrossThreads } from "../../../../src/core/lint/rules/object-shared-across-threads.ts";
import { checkRule } from "../../../support/check-rule.ts";

const models = `
import queue
import threading
from concurrent.futures import ThreadPoolExecutor
from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, sessionmaker

class Base(DeclarativeBase):
    pass

class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]

SessionLocal = sessionmaker(bind=create_engine("postgresql://db/app"))
`;

checkRule(objectSharedAcrossThreads, {
  finds: [
    {
      name: "objects of a query, one per submit",
      code: `${models}
def send(user):
    print(user.name)

def main():
    session = SessionLocal()
    users = session.query(User).all()
    with ThreadPoolExecutor() as executor:
        for user in users:
            executor.submit(send, «user»)
`,
    },
    {
      name: "mapped over the query's rows",
      code: `${models}
def send(user):
    print(user.name)

def main():
    with SessionLocal() as session, ThreadPoolExecutor() as executor:
        executor.map(send, «session.query(User).all()»)
`,
    },
    {
      name: "one object handed to a thread",
      code: `${models}
def send(user):
    print(user.name)

def main(user_id):
    session = SessionLocal()
    user = session.get(User, user_id)
    threading.Thread(target=send, args=(«user»,)).start()
`,
    },
    {
      name: "put on a queue that a thread reads",
      code: `${models}
jobs = queue.Queue()

def work():
    while True:
        print(jobs.get().name)

threading.Thread(target=work, daemon=True).start()

def main():
    session = SessionLocal()
    for user in session.query(User):
        jobs.put(«user»)
`,
    },
    {
      name: "added to the worker's own session",
      code: `${models}
def rename(u):
    with SessionLocal() as session:
        session.add(u)
        u.name = "new"
        session.commit()

def main():
    with SessionLocal() as session:
        for u in session.scalars(select(User)):
            threading.Thread(target=rename, args=(«u»,)).start()
`,
    },
    {
      name: "as a keyword argument, names aliased",
      code: `${models}
from threading import Thread as T

def send(row=None):
    print(row.name)

s = SessionLocal()
one = s.query(User).first()
T(target=send, kwargs={"row": «one»}).start()
`,
    },
    {
      name: "a comprehension of submits",
      code: `${models}
def send(user):
    return user.name

def main():
    session = SessionLocal()
    with ThreadPoolExecutor() as executor:
        return [executor.submit(send, «user») for user in session.query(User).filter_by(name="a")]
`,
    },
    {
      name: "run_in_executor",
      code: `${models}
import asyncio

def send(user):
    print(user.name)

async def main():
    loop = asyncio.get_running_loop()
    session = SessionLocal()
    users = session.query(User).all()
    await asyncio.gather(*[loop.run_in_executor(None, send, «user») for user in users])
`,
    },
  ],
  leaves: [
    {
      name: "ids",
      code: `${models}
def send(user_id):
    with SessionLocal() as session:
        print(session.get(User, user_id).name)

def main():
    session = SessionLocal()
    with ThreadPoolExecutor() as executor:
        for user in session.query(User):
            executor.submit(send, user.id)
`,
    },
    {
      name: "dictionaries made of objects",
      code: `${models}
def send(data):
    print(data["name"])

def main():
    session = SessionLocal()
    with ThreadPoolExecutor() as executor:
        for user in session.query(User):
            executor.submit(send, {"name": user.name})
`,
    },
    {
      name: "expunged objects",
      code: `${models}
def send(user):
    print(user.name)

def main():
    session = SessionLocal()
    users = session.query(User).all()
    session.expunge_all()
    with ThreadPoolExecutor() as executor:
        executor.map(send, users)
`,
    },
    {
      name: "one expunged object",
      code: `${models}
def send(user):
    print(user.name)

def main():
    session = SessionLocal()
    user = session.query(User).first()
    session.expunge(user)
    threading.Thread(target=send, args=(user,)).start()
`,
    },
    {
      name: "Django's models",
      code: `
import threading
from django.contrib.auth.models import User

def send(user):
    print(user.username)

for user in User.objects.all():
    threading.Thread(target=send, args=(user,)).start()
`,
    },
    {
      name: "columns alone",
      code: `${models}
def send(name):
    print(name)

def main():
    session = SessionLocal()
    with ThreadPoolExecutor() as executor:
        executor.map(send, session.scalars(select(User.name)).all())
`,
    },
    {
      name: "rows of a cursor",
      code: `
import sqlite3
from concurrent.futures import ThreadPoolExecutor

def send(row):
    print(row)

conn = sqlite3.connect("app.db")
with ThreadPoolExecutor() as executor:
    executor.map(send, conn.execute("SELECT * FROM t").fetchall())
`,
    },
    {
      name: "an object that no session has seen",
      code: `${models}
def save(user):
    with SessionLocal() as session:
        session.add(user)
        session.commit()

def main(names):
    for name in names:
        threading.Thread(target=save, args=(User(name=name),)).start()
`,
    },
    {
      name: "objects that are used in the same thread",
      code: `${models}
def send(user):
    print(user.name)

def main():
    session = SessionLocal()
    for user in session.query(User):
        send(user)
`,
    },
    {
      name: "a queue in a file without threads",
      code: `
import queue
from sqlalchemy.orm import Session
from models import User

def fill(session: Session, jobs: queue.Queue):
    for user in session.query(User):
        jobs.put(user.id)
`,
    },
    {
      name: "dataclasses",
      code: `
import threading
from dataclasses import dataclass

@dataclass
class User:
    name: str

def send(user):
    print(user.name)

threading.Thread(target=send, args=(User("a"),)).start()
`,
    },
    {
      name: "a hop whose result is asked for at once, with merge",
      code: `${models}
def rename(user):
    with SessionLocal() as session:
        user = session.merge(user)
        user.name = "new"
        session.commit()

def main():
    with SessionLocal() as session:
        user = session.get(User, 1)
        with ThreadPoolExecutor() as executor:
            executor.submit(rename, user).result()
`,
    },
  ],
});
