import { perRowWrite } from "../../../../src/core/lint/rules/per-row-write.ts";
import { checkRule } from "../../../support/check-rule.ts";

const orm = `
from sqlalchemy import create_engine, insert, select, update
from sqlalchemy.orm import Session, sessionmaker
from models import Tag, User
engine = create_engine("sqlite:///app.db")
SessionLocal = sessionmaker(bind=engine)
`;

const flask = `
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
app = Flask(__name__)
db = SQLAlchemy(app)

class Track(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.String)
`;

const sqlite = `
import csv
import sqlite3
conn = sqlite3.connect("shop.db")
cur = conn.cursor()
`;

const django = `
from django.db import models

class City(models.Model):
    name = models.CharField(max_length=50)
`;

checkRule(perRowWrite, {
  finds: [
    {
      name: "an INSERT by a cursor, per row of a CSV file",
      severity: "warning",
      message: /executemany/,
      code: `${sqlite}
with open("items.csv") as file:
    for row in csv.reader(file):
        «cur.execute("INSERT INTO items VALUES (?, ?)", (row[0], row[1]))»
conn.commit()
`,
    },
    {
      name: "an INSERT by a renamed cursor of an aliased driver, in a method",
      severity: "warning",
      code: `
import pymysql as driver

class Loader:
    def __init__(self):
        self.link = driver.connect(host="db")
        self.pen = self.link.cursor()

    def load(self, things):
        for thing in things:
            «self.pen.execute("insert into things (name) values (%s)", (thing.name,))»
        self.link.commit()
`,
    },
    {
      name: "a statement that stands in a variable, put together by %",
      severity: "warning",
      code: `${sqlite}
def load(pairs):
    for name, price in pairs:
        sql = "INSERT INTO items VALUES ('%s', %d)" % (name, price)
        print(sql)
        «cur.execute(sql)»
        print("done")
`,
    },
    {
      name: "an UPDATE per row",
      severity: "warning",
      message: /UPDATE/,
      code: `
import psycopg2
conn = psycopg2.connect("dbname=shop")

def rename(changes):
    with conn.cursor() as cursor:
        for key, name in changes.items():
            «cursor.execute(f"UPDATE items SET name = %s WHERE id = {key}", (name,))»
        conn.commit()
`,
    },
    {
      name: "a Core insert and a Core update",
      severity: "warning",
      code: `${orm}
def load(rows):
    with engine.begin() as connection:
        for row in rows:
            «connection.execute(insert(User).values(name=row["name"]))»
        for row in rows:
            «connection.execute(users.insert().values(name=row["name"]))»
        for row in rows:
            «connection.execute(User.__table__.update().where(User.id == row["id"]), {"name": row["name"]})»
`,
    },
    {
      name: "Query.update() per row",
      severity: "warning",
      code: `${orm}
def rename(session: Session, names):
    for key in names:
        «session.query(User).filter(User.id == key).update({"name": names[key]})»
    session.commit()
`,
    },
    {
      name: "a DELETE statement per row, for information",
      severity: "information",
      code: `${sqlite}
def forget(ids):
    for key in ids:
        «cur.execute("DELETE FROM items WHERE id = ?", (key,))»
    conn.commit()
`,
    },
    {
      name: "objects added one by one, with one commit after it, for information",
      severity: "information",
      message: /SQLite.*add_all/,
      code: `${orm}
def load(names):
    with SessionLocal() as session:
        for name in names:
            user = User(name=name)
            «session.add(user)»
        session.commit()
`,
    },
    {
      name: "objects that a list holds",
      severity: "information",
      code: `${flask}
def upload(tracks):
    for track in tracks:
        «db.session.add(track)»
    db.session.commit()
`,
    },
    {
      name: "the results of an executor's map",
      severity: "information",
      code: `${flask}
from concurrent import futures

def read(name):
    return Track(title=name)

@app.route("/upload")
def upload(names):
    with futures.ThreadPoolExecutor(40) as executor:
        res = executor.map(read, names)
    for x in res:
        «db.session.add(x)»
    db.session.commit()
    return "done"
`,
    },
    {
      name: "add with a commit in the loop",
      severity: "warning",
      message: /commit\(\)/,
      related: ["session.commit()"],
      code: `${orm}
session = SessionLocal()
for number in range(100):
    «session.add(User(name=f"user {number}"))»
    session.commit()
`,
    },
    {
      name: "add with a flush in the loop, of an AsyncSession",
      severity: "warning",
      code: `
from sqlalchemy.ext.asyncio import AsyncSession
from models import User

async def load(session: AsyncSession, names):
    for name in names:
        user = User(name=name)
        «session.add(user)»
        await session.flush()
        print(user.id)
    await session.commit()
`,
    },
    {
      name: "add with a query of the session in the loop",
      severity: "warning",
      code: `${orm}
def load(names):
    session = Session(engine)
    for name in names:
        tag = session.query(Tag).filter_by(name=name).first()
        if tag is None:
            tag = Tag(name=name)
            «session.add(tag)»
    session.commit()
`,
    },
    {
      name: "add with get() in the loop, though the program gives the key",
      severity: "warning",
      code: `${orm}
def load(session: Session, rows):
    for row in rows:
        if session.get(User, row["id"]) is None:
            «session.add(User(id=row["id"], name=row["name"]))»
    session.commit()
`,
    },
    {
      name: "an object that is changed after it was added",
      severity: "warning",
      code: `${orm}
def load(session: Session, lines):
    for line in lines:
        user = parse(line).data
        «session.add(user)»
        session.commit()
        user.team = team_of(line)
`,
    },
    {
      name: "merge per row",
      severity: "warning",
      code: `${orm}
def sync(session: Session, users):
    for user in users:
        «session.merge(User(id=user["id"], name=user["name"]))»
    session.commit()
`,
    },
    {
      name: "SQLModel's session",
      severity: "information",
      code: `
import sqlmodel as sqm
from models import Hero, engine

def seed(names):
    with sqm.Session(engine) as s:
        for name in names:
            «s.add(Hero(name=name))»
        s.commit()
`,
    },
    {
      name: "add in a comprehension",
      severity: "information",
      code: `${orm}
def load(session: Session, names):
    [«session.add(User(name=name))» for name in names]
    session.commit()
`,
    },
    {
      name: "Django's create, get_or_create and save",
      severity: "warning",
      code: `${django}
def load(names):
    for name in names:
        «City.objects.create(name=name)»
    for name in names:
        city, made = «City.objects.get_or_create(name=name)»
    for name in names:
        city = City(name=name)
        «city.save()»
`,
    },
    {
      name: "Django's save of the rows of a query",
      severity: "warning",
      code: `${django}
def shout():
    for city in City.objects.all():
        city.name = city.name.upper()
        «city.save()»
`,
    },
    {
      name: "a write in an inner loop of constants",
      severity: "warning",
      code: `${sqlite}
def load(rows):
    for row in rows:
        for column in ("name", "price"):
            «cur.execute("INSERT INTO cells VALUES (?, ?)", (column, row[column]))»
`,
    },
    {
      name: "rows that a while loop fetches",
      severity: "warning",
      code: `${sqlite}
def copy(source):
    row = source.fetchone()
    while row is not None:
        «cur.execute("INSERT INTO items VALUES (?)", row)»
        row = source.fetchone()
`,
    },
    {
      name: "a function that an executor runs once per row",
      severity: "warning",
      related: ["pool.map(store, rows)"],
      code: `${orm}
from concurrent.futures import ThreadPoolExecutor

def store(row):
    with engine.begin() as connection:
        «connection.execute(insert(User), {"name": row})»

def run(rows):
    with ThreadPoolExecutor(8) as pool:
        pool.map(store, rows)
`,
    },
    {
      name: "a thread per row whose target adds and commits",
      severity: "warning",
      code: `${orm}
import threading

def etl_worker(user_id):
    session = SessionLocal()
    «session.add(User(name=str(user_id)))»
    session.commit()
    session.close()

user_ids = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
threads = []
for uid in user_ids:
    t = threading.Thread(target=etl_worker, args=(uid,))
    threads.append(t)
    t.start()
`,
    },
    {
      name: "a helper that the loop calls, one severity lower",
      severity: "information",
      message: /each call of `store` sends an INSERT/,
      related: ['cur.execute("INSERT INTO items VALUES (?)", (name,))'],
      code: `${sqlite}
def store(name):
    cur.execute("INSERT INTO items VALUES (?)", (name,))

def load(names):
    for name in names:
        «store(name)»
    conn.commit()
`,
    },
    {
      name: "a method that the loop calls, and that calls another",
      severity: "information",
      code: `
import sqlite3

class Store:
    def __init__(self):
        self.conn = sqlite3.connect("shop.db")

    def write(self, name):
        self.conn.execute("INSERT INTO items VALUES (?)", (name,))

    def keep(self, name):
        print(name)
        self.write(name)

    def load(self, names):
        for name in names:
            «self.keep(name)»
`,
    },
    {
      name: "a lambda that map calls per row",
      severity: "warning",
      code: `${sqlite}
def load(rows):
    list(map(lambda row: «cur.execute("INSERT INTO items VALUES (?)", row)», rows))
`,
    },
    {
      name: "a session that another module makes",
      severity: "information",
      files: {
        "db.py": `
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker
session = sessionmaker(bind=create_engine("sqlite:///x.db"))()
`,
      },
      code: `
from db import session as s
from models import User

def load(names):
    for name in names:
        «s.add(User(name=name))»
    s.commit()
`,
    },
    {
      name: "on PostgreSQL, with the batching of SQLAlchemy 2 in its words",
      severity: "information",
      versions: { sqlalchemy: "2.0.30" },
      message: /SQLAlchemy 2\.0\.30 batches them at the flush on PostgreSQL/,
      code: `
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from models import User
engine = create_engine("postgresql://db/app")

def load(names):
    with Session(engine) as session:
        for name in names:
            «session.add(User(name=name))»
        session.commit()
`,
    },
    {
      name: "with SQLAlchemy 1.4 on MySQL, one INSERT for each",
      severity: "information",
      versions: { sqlalchemy: "1.4.54" },
      message: /SQLAlchemy 1\.4\.54 sends one INSERT for each at the flush on MySQL/,
      code: `
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from models import User
engine = create_engine("mysql+pymysql://db/app")

def load(names):
    with Session(engine) as session:
        for name in names:
            «session.add(User(name=name))»
        session.commit()
`,
    },
    {
      name: "an insert inside an inner try, with a commit after the loop",
      severity: "warning",
      code: `${sqlite}
def load(rows):
    for row in rows:
        try:
            «cur.execute("INSERT INTO items VALUES (?)", row)»
        except sqlite3.IntegrityError:
            print("twice", row)
    conn.commit()
`,
    },
    {
      name: "a statement in a name that held another one before",
      severity: "warning",
      code: `${sqlite}
def copy(orders):
    sql = "SELECT max(id) FROM orders"
    cur.execute(sql)
    sql = "INSERT INTO orders (id)"
    sql += " VALUES (?)"
    for order in orders:
        «cur.execute(sql, (order,))»
`,
    },
    {
      name: "all lines but the first",
      severity: "warning",
      code: `${sqlite}
def load(lines):
    for number, line in enumerate(lines[1:], start=1):
        «cur.execute("INSERT INTO lines VALUES (?, ?)", (number, line))»
`,
    },
    {
      name: "objects of a model that a migration asks for",
      severity: "warning",
      code: `
from django.apps import apps

def rename(names):
    Customer = apps.get_model("shop.Customer")
    for customer in Customer.objects.all():
        customer.name = names[customer.pk]
        «customer.save()»
`,
    },
    {
      name: "Django's related objects",
      severity: "warning",
      code: `
from django.db import models

class Shop(models.Model):
    name = models.CharField(max_length=20)

def fill(rows):
    shop = Shop.objects.get(name="corner")
    for row in rows:
        «shop.offer_set.get_or_create(title=row["title"])»
`,
    },
  ],
  leaves: [
    {
      name: "another table in each round",
      code: `${orm}
def clear(models, metadata):
    with SessionLocal() as session:
        for model in models:
            session.execute(model.__table__.delete())
            session.query(model).delete()
            session.execute(update(model).where(model.id > 3).values(done=True))
        for table in metadata.sorted_tables:
            session.execute(table.delete())
        session.commit()
`,
    },
    {
      name: "add of a set, append of a list, update of a dictionary",
      code: `${orm}
def names(session: Session):
    seen = set()
    session_ids = set()
    for user in session.query(User):
        seen.add(user.name)
        session_ids.add(user.id)
    return seen
`,
    },
    {
      name: "save of an image and of a figure",
      code: `${django}
from PIL import Image

def shrink(paths, figures):
    for path in paths:
        img = Image.open(path)
        img.thumbnail((100, 100))
        img.save(path)
    for figure in figures:
        figure.save("x.png")
`,
    },
    {
      name: "the loop variable of a query, added again",
      code: `${orm}
def close(session: Session):
    for user in session.query(User).filter(User.active):
        user.active = False
        session.add(user)
    session.commit()
`,
    },
    {
      name: "an object fetched in the loop, added again",
      code: `${orm}
def close(session: Session, ids):
    for key in ids:
        user = session.get(User, key)
        user.active = False
        session.add(user)
    session.commit()
`,
    },
    {
      name: "rows of a list of results, changed and added again",
      code: `
from sqlmodel import Session, select
from models import Hero

def age(session: Session):
    heroes = session.exec(select(Hero)).all()
    for hero in heroes:
        hero.age += 1
        session.add(hero)
    session.commit()
`,
    },
    {
      name: "members of a list that is not known, changed by a method and added again",
      code: `${orm}
def leave(session: Session, group):
    for member in members_of(group):
        member.groups.remove(group)
        session.add(member)
    for member in members_of(group):
        setattr(member, "active", False)
        session.add(member)
    session.commit()
`,
    },
    {
      name: "a helper whose write its caller switches off",
      code: `${sqlite}
def add(event, track=True):
    events.append(event)
    if track:
        cur.execute("INSERT INTO changes VALUES (?)", (event,))

def load(all_events):
    for event in all_events:
        add(event, track=False)
`,
    },
    {
      name: "what a dictionary of a session and other things holds",
      code: `${orm}
class Countries:
    def add(self, country):
        print(country)

def services():
    session = SessionLocal()
    return {"session": session, "countries": Countries()}

def load(names):
    countries = services()["countries"]
    for name in names:
        countries.add(name)
`,
    },
    {
      name: "executemany and bulk methods per chunk",
      code: `${orm}
def load(session: Session, rows):
    for start in range(0, len(rows), 500):
        session.bulk_insert_mappings(User, rows[start : start + 500])
        session.execute(insert(User), rows[start : start + 500])
    session.commit()
`,
    },
    {
      name: "a list of rows given to execute",
      code: `${orm}
def load(connection_rows):
    with engine.begin() as connection:
        for name, rows in connection_rows.items():
            connection.execute(insert(User), [{"name": row} for row in rows])
`,
    },
    {
      name: "DDL per table",
      code: `${sqlite}
for table in tables:
    cur.execute(f"CREATE TABLE IF NOT EXISTS {table} (id INTEGER)")
    cur.execute(f"DROP TABLE {table}")
`,
    },
    {
      name: "a statement about another table in each round",
      code: `${sqlite}
def empty(tables):
    for table in tables:
        cur.execute(f"DELETE FROM {table}")
        cur.execute("UPDATE %s SET done = 1" % table)
        cur.execute("INSERT INTO {} VALUES (1)".format(table))
`,
    },
    {
      name: "INSERT … SELECT per day",
      code: `${sqlite}
def roll_up(days):
    for day in days:
        cur.execute("INSERT INTO totals SELECT day, sum(price) FROM sales WHERE day = ? GROUP BY day", (day,))
`,
    },
    {
      name: "a constant list of fewer than ten",
      code: `${orm}
ROLES = ["admin", "editor", "reader"]

def seed(session: Session):
    for role in ROLES:
        session.add(Tag(name=role))
    for name, color in {"red": 1, "blue": 2}.items():
        session.add(Tag(name=name))
    for number in range(3):
        session.add(Tag(name=str(number)))
    defaults = [("a", 1), ("b", 2)]
    for name, rank in defaults:
        session.execute(insert(Tag).values(name=name, rank=rank))
    session.commit()
`,
    },
    {
      name: "session.delete",
      code: `${orm}
def forget(session: Session, users):
    for user in users:
        session.delete(user)
    session.commit()
`,
    },
    {
      name: "a write that ends the loop",
      code: `${orm}
def first_free(session: Session, names):
    for name in names:
        if name not in taken(session):
            session.add(User(name=name))
            session.commit()
            return name
    for name in names:
        session.merge(User(name=name))
        break
`,
    },
    {
      name: "objects whose keys the program gives, in one batch",
      code: `${orm}
def load(session: Session, rows):
    for row in rows:
        session.add(User(id=row["id"], name=row["name"]))
    session.commit()
`,
    },
    {
      name: "one object, added once and again",
      code: `${orm}
def load(session: Session, rows):
    total = Tag(name="total")
    for row in rows:
        total.count += row.count
        session.add(total)
    session.commit()
`,
    },
    {
      name: "a buffer that is written when it is full",
      code: `${sqlite}
def load(rows):
    buffer = []
    for row in rows:
        buffer.append(f"('{row}')")
        if len(buffer) >= 500:
            cur.execute("INSERT INTO items VALUES " + ",".join(buffer))
            buffer = []
`,
    },
    {
      name: "a row-by-row fallback after a failed batch",
      code: `${sqlite}
def load(rows):
    try:
        cur.executemany("INSERT INTO items VALUES (?)", rows)
    except sqlite3.IntegrityError:
        for row in rows:
            cur.execute("INSERT INTO items VALUES (?)", row)
`,
    },
    {
      name: "a worker that waits for work",
      code: `${sqlite}
def run(queue):
    while True:
        item = queue.get()
        cur.execute("INSERT INTO items VALUES (?)", (item,))
        conn.commit()
`,
    },
    {
      name: "a retry",
      code: `${sqlite}
import time

def store(row):
    for attempt in range(20):
        try:
            cur.execute("INSERT INTO items VALUES (?)", row)
            break
        except sqlite3.OperationalError:
            time.sleep(1)
`,
    },
    {
      name: "an error that is logged in a table",
      code: `${orm}
def run(session: Session, jobs):
    for job in jobs:
        try:
            job()
        except Exception as error:
            session.add(Tag(name=str(error)))
            session.commit()
`,
    },
    {
      name: "sessions of other libraries",
      code: `
import requests
import redis

def send(rows):
    session = requests.Session()
    r = redis.Redis()
    pipeline = r.pipeline()
    for row in rows:
        session.post("http://x", json=row)
        pipeline.execute()
        session.merge(row)
        r.save()
`,
    },
    {
      name: "nodes added to a tree and edges to a graph",
      code: `
import networkx
from anytree import Node

def build(pairs, db):
    graph = networkx.Graph()
    for one, other in pairs:
        graph.add_edge(one, other)
        db.graph.add(one)
`,
    },
    {
      name: "a SELECT per row",
      code: `${sqlite}
def names(ids):
    for key in ids:
        cur.execute("SELECT name FROM items WHERE id = ?", (key,))
`,
    },
    {
      name: "a file that talks to no database, with a name that sounds like it",
      code: `
def collect(session, names):
    for name in names:
        session.add(name)
`,
    },
    {
      name: "threads that are workers, not rows",
      code: `${orm}
import threading

def worker():
    with SessionLocal() as session:
        session.add(User(name="x"))
        session.commit()

for _ in range(WORKERS):
    threading.Thread(target=worker).start()
`,
    },
    {
      name: "one statement with many VALUES",
      code: `${orm}
def load(session: Session, groups):
    for group in groups:
        session.execute(insert(User).values([{"name": name} for name in group]))
`,
    },
  ],
  fixes: [
    {
      name: "executemany, where the loop's variable is the row",
      safe: true,
      before: `${sqlite}
def load(rows):
    # all of them
    for row in rows:
        cur.execute("INSERT INTO items VALUES (?, ?)", row)
    conn.commit()
`,
      after: `${sqlite}
def load(rows):
    # all of them
    cur.executemany("INSERT INTO items VALUES (?, ?)", rows)
    conn.commit()
`,
    },
    {
      name: "executemany, with a row made in the loop; its comment stays",
      safe: true,
      before: `${sqlite}
def load(rows):
    for name, price in rows:
        # only what is sold
        cur.execute('INSERT INTO items VALUES (?, ?)', (name, price))
    conn.commit()
`,
      after: `${sqlite}
def load(rows):
    # only what is sold
    cur.executemany('INSERT INTO items VALUES (?, ?)', ((name, price) for name, price in rows))
    conn.commit()
`,
    },
    {
      name: "executemany over an iterable that needs parentheses",
      safe: true,
      before: `${sqlite}
def load(rows, others):
    for row in (rows if rows else others):
        cur.execute("INSERT INTO items VALUES (?)", [row])
`,
      after: `${sqlite}
def load(rows, others):
    cur.executemany("INSERT INTO items VALUES (?)", ([row] for row in (rows if rows else others)))
`,
    },
    {
      name: "executemany with a list for a driver that wants one",
      safe: true,
      before: `
import mysql.connector
cnx = mysql.connector.connect(user="x")
cursor = cnx.cursor()
if True:
    for thing in open("things"):
        cursor.execute(
            """INSERT INTO things
               VALUES (%s)""",
            (thing,),
        )
`,
      after: `
import mysql.connector
cnx = mysql.connector.connect(user="x")
cursor = cnx.cursor()
if True:
    cursor.executemany("""INSERT INTO things
               VALUES (%s)""", [(thing,) for thing in open("things")])
`,
    },
    {
      name: "one insert() for all objects, as a suggestion",
      safe: false,
      before: `${orm}
from sqlalchemy.orm import declarative_base
Base = declarative_base()

class Item(Base):
    __tablename__ = "items"

def load(session: Session, names):
    for name in names:
        session.add(Item(name=name, kind="x"))
    session.commit()
`,
      after: `${orm}
from sqlalchemy.orm import declarative_base
Base = declarative_base()

class Item(Base):
    __tablename__ = "items"

def load(session: Session, names):
    session.execute(insert(Item), [{"name": name, "kind": "x"} for name in names])
    session.commit()
`,
    },
    {
      name: "bulk_create, as a suggestion",
      safe: false,
      before: `${django}
def load(names):
    for name in names:
        City.objects.create(name=name)
`,
      after: `${django}
def load(names):
    City.objects.bulk_create([City(name=name) for name in names])
`,
    },
  ],
});
