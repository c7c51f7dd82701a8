import { queryInLoop } from "../../../../src/core/lint/rules/query-in-loop.ts";
import { checkRule } from "../../../support/check-rule.ts";

const orm = `
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session, selectinload, sessionmaker
from models import Order, Product, User
engine = create_engine("sqlite:///app.db")
SessionLocal = sessionmaker(bind=engine)
`;

const sqlite = `
import os
import sqlite3
conn = sqlite3.connect("shop.db")
cur = conn.cursor()
`;

const flask = `
from flask_sqlalchemy import SQLAlchemy
db = SQLAlchemy()

class Product(db.Model):
    id = db.Column(db.Integer, primary_key=True)
`;

const related = `
from sqlalchemy import select
from sqlalchemy.orm import Session, declarative_base, relationship, selectinload
Base = declarative_base()

class Author(Base):
    __tablename__ = "authors"
    books = relationship("Book")

class Book(Base):
    __tablename__ = "books"
    author = relationship("Author")
`;

checkRule(queryInLoop, {
  finds: [
    {
      name: "session.get per row",
      severity: "warning",
      message: /Product\.id\.in_/,
      code: `${orm}
def prices(session: Session, items):
    for item in items:
        product = «session.get(Product, item.product_id)»
        print(product.price)
`,
    },
    {
      name: "query with filter_by and first, its value computed in the body",
      severity: "warning",
      code: `${orm}
def load(rows):
    s = SessionLocal()
    for row in rows:
        name = row["name"].strip()
        user = «s.query(User).filter_by(name=name).first()»
        print(user)
`,
    },
    {
      name: "Model.query.get, checked and reported",
      severity: "warning",
      code: `${flask}
def check(items):
    for item in items:
        product = «Product.query.get(item["id"])»
        if not product:
            return {"error": "no such product"}, 404
    return "ok"
`,
    },
    {
      name: "execute(select(…)) with scalar_one_or_none, in an async function",
      severity: "warning",
      code: `
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession as Link
from models import User

async def load(link: Link, names):
    for name in names:
        found = (await «link.execute(select(User).where(User.name == name))»).scalar_one_or_none()
        print(found)
`,
    },
    {
      name: "SQLModel's exec",
      severity: "warning",
      code: `
from sqlmodel import Session, select
from models import Hero

def load(session: Session, names):
    heroes = []
    for name in names:
        statement = select(Hero).where(Hero.name == name)
        heroes.append(«session.exec(statement)».first())
    return heroes
`,
    },
    {
      name: "a count per row, in a comprehension",
      severity: "warning",
      code: `${orm}
def counts(session: Session, users):
    return {user.id: «session.query(Order).filter(Order.user_id == user.id).count()» for user in users}
`,
    },
    {
      name: "a cursor's SELECT per row",
      severity: "warning",
      code: `${sqlite}
def names(ids):
    for key in ids:
        «cur.execute("SELECT name FROM items WHERE id = ?", (key,))»
        print(cur.fetchone()[0])
`,
    },
    {
      name: "a cursor's SELECT as an f-string, on itself",
      severity: "warning",
      code: `${sqlite}
def prices(orders):
    for name, order in orders.items():
        price = «cur.execute(f"SELECT price FROM items WHERE name = '{name}'")».fetchone()[0]
        print(price, order)
`,
    },
    {
      name: "a SELECT per row by %, for psycopg2 in a method",
      severity: "warning",
      code: `
import psycopg2

class Names:
    def __init__(self):
        self.db = psycopg2.connect("")
        self.pen = self.db.cursor()

    def all(self, keys):
        for key in keys:
            self.pen.execute
            «self.pen.execute("SELECT name FROM items WHERE id = %s" % key)»
            yield self.pen.fetchone()
`,
    },
    {
      name: "Django's get and filter().exists()",
      severity: "warning",
      message: /__in/,
      code: `
from django.db import models

class City(models.Model):
    name = models.CharField(max_length=9)

def check(names):
    for name in names:
        if «City.objects.filter(name=name).exists()»:
            print(«City.objects.get(name=name)»)
`,
    },
    {
      name: "an inner loop's query, that depends on the outer row",
      severity: "warning",
      code: `${orm}
def orders(session: Session, users):
    for user in users:
        for order in «session.query(Order).filter_by(user_id=user.id).all()»:
            print(order)
`,
    },
    {
      name: "a query that is iterated over, for each row",
      severity: "warning",
      code: `${orm}
def orders(session: Session, users):
    for user in users:
        for order in «session.query(Order).filter(Order.user == user)»:
            print(order)
`,
    },
    {
      name: "a query in an inner loop that depends on the outer row",
      severity: "warning",
      code: `${orm}
def fill(session: Session, keys, count):
    for key in keys:
        for _ in range(count):
            user = «session.query(User).filter_by(id=key + 1).first()»
            print(user)
`,
    },
    {
      name: "IN with the list of each row, and a statement that a function builds",
      severity: "warning",
      code: `${orm}
def groups(session: Session, users):
    for user in users:
        print(«session.query(Product).filter(Product.id.in_(user.product_ids)).all()»)
        print(«session.scalar(by_name(user.name))»)
`,
    },
    {
      name: "rows that a while loop walks over",
      severity: "warning",
      code: `${orm}
def parents(session: Session, ids):
    i = 0
    while i < len(ids):
        print(«session.get(User, ids[i])»)
        i += 1
`,
    },
    {
      name: "a query that was built in steps",
      severity: "warning",
      code: `${orm}
def find(session: Session, names):
    for name in names:
        q = session.query(User)
        q = q.filter(User.name == name)
        if name.isupper():
            q = q.filter(User.active)
        print(«q.all()»)
`,
    },
    {
      name: "a helper that queries by its parameter",
      severity: "information",
      related: ['cur.execute("SELECT name FROM items WHERE id = ?", (key,))'],
      code: `${sqlite}
def name_of(key):
    cur.execute("SELECT name FROM items WHERE id = ?", (key,))
    return cur.fetchone()

def names(ids):
    return [«name_of(key)» for key in ids]
`,
    },
    {
      name: "a helper of another file",
      severity: "information",
      files: {
        "store.py": `
from sqlalchemy.orm import Session
from models import User

def user_of(session: Session, key):
    return session.query(User).filter_by(id=key).first()
`,
      },
      code: `
from store import user_of

def names(session, ids):
    for key in ids:
        print(«user_of(session, key)»)
`,
    },
    {
      name: "a thread per row, for information",
      severity: "information",
      code: `${orm}
from concurrent.futures import ThreadPoolExecutor

def load(user_id):
    with SessionLocal() as session:
        return «session.query(User).filter_by(id=user_id).first()»

def run(ids):
    with ThreadPoolExecutor() as pool:
        return list(pool.map(load, ids))
`,
    },
    {
      name: "a relationship that is loaded for each object",
      severity: "warning",
      message: /`books`.*selectinload\(Author\.books\)/,
      code: `${related}
def shelves(session: Session):
    for author in session.scalars(select(Author)):
        print(author.name, «author.books»)
`,
    },
    {
      name: "a relationship of the objects in a list",
      severity: "warning",
      code: `${related}
def shelves(session: Session):
    books = session.query(Book).all()
    for book in books:
        print(«book.author».name)
`,
    },
    {
      name: "a loop that looks at all rows and leaves when one is missing",
      severity: "warning",
      code: `${sqlite}
def check(ids):
    for key in ids:
        row = «conn.execute("SELECT 1 FROM items WHERE id = ?", (key,))».fetchone()
        if row is None:
            raise KeyError(key)
`,
    },
    {
      name: "a query that gets a name before it is walked over",
      severity: "warning",
      code: `${orm}
def list_orders(session: Session, users):
    for user in users:
        orders = «session.query(Order).filter_by(user_id=user.id)»
        for order in orders:
            print(user.name, order.total)
`,
    },
    {
      name: "a registry of another module that is called each time",
      severity: "warning",
      code: `
from sqlalchemy import or_
from shop.db import session
from shop.models import User

def load(names):
    for name in names:
        print(«session().query(User).filter(or_(User.name == name, User.nick == name)).first()»)
`,
    },
    {
      name: "Django's related objects, of a model that a migration asks for",
      severity: "warning",
      code: `
from django.db import migrations

def count_orders(apps, schema_editor):
    for customer in apps.get_model("shop", "Customer").objects.all():
        print(«customer.order_set.count()»)
`,
    },
  ],
  leaves: [
    {
      name: "the iterable itself",
      code: `${orm}
def names(session: Session, key):
    for user in session.query(User).filter(User.id > key).all():
        print(user.name)
    return [user.name for user in session.scalars(select(User))]
`,
    },
    {
      name: "building a query",
      code: `${orm}
def search(session: Session, filters):
    q = session.query(User)
    for key, value in filters.items():
        q = q.filter(getattr(User, key) == value)
    return q.all()
`,
    },
    {
      name: "get of a dictionary, a queue and the environment",
      code: `${sqlite}
def read(rows, settings, queue):
    session = {}
    for row in rows:
        settings.get(row)
        os.environ.get(row)
        queue.get(row)
        session.get(row)
`,
    },
    {
      name: "IN with a chunk",
      code: `${orm}
def load(session: Session, ids):
    for start in range(0, len(ids), 500):
        print(session.query(User).filter(User.id.in_(ids[start : start + 500])).all())
    for some in split(ids):
        print(session.scalars(select(User).where(User.id.in_(some))).all())
`,
    },
    {
      name: "IN with as many marks as a list has",
      code: `${sqlite}
def load(groups):
    for group in groups:
        marks = ",".join("?" * len(group))
        cur.execute(f"SELECT * FROM items WHERE id IN ({marks})", group)
`,
    },
    {
      name: "the same query again and again",
      code: `${orm}
import time

def wait(session: Session):
    while True:
        job = session.query(Order).filter_by(state="new").first()
        if job:
            return job
        time.sleep(1)

def pick(session: Session):
    for _ in range(100):
        print(session.query(User).order_by(func.random()).first())
`,
    },
    {
      name: "a search that returns what it has found",
      code: `${orm}
def find(session: Session, names):
    for name in names:
        user = session.query(User).filter_by(name=name).first()
        if user:
            return user
    for name in names:
        user = session.query(User).filter_by(name=name).one_or_none()
        if user is not None:
            break
    return None
`,
    },
    {
      name: "a search for what is not yet taken",
      code: `${orm}
def free_name(session: Session, name):
    number = 1
    while True:
        candidate = f"{name}-{number}"
        if not session.query(User).filter_by(name=candidate).first():
            return candidate
        number += 1

def free_number(session: Session):
    number = 1
    while session.query(User).filter_by(number=number).first() is not None:
        number += 1
    return number
`,
    },
    {
      name: "a retry",
      code: `${orm}
def load(session: Session, key):
    for attempt in range(30):
        try:
            return session.get(User, key + attempt)
        except Exception:
            session.rollback()
`,
    },
    {
      name: "constants",
      code: `${orm}
def counts(session: Session):
    for state in ("new", "paid", "sent"):
        print(session.query(Order).filter_by(state=state).count())
    for day in range(7):
        print(session.query(Order).filter_by(day=day).count())
`,
    },
    {
      name: "a query about another table or model in each round",
      code: `${sqlite}${orm}
def sizes(session: Session, tables, models):
    for table in tables:
        cur.execute(f"SELECT count(*) FROM {table}")
        print(cur.fetchone())
    for model in models:
        print(session.query(model).count())
`,
    },
    {
      name: "a column and a table that the row names, in the middle of the text",
      code: `${sqlite}
def addresses(columns):
    for table, column in columns:
        cur.execute(f'SELECT "{column}" FROM "{table}"')
        cur.execute("SELECT setval('{name}', max(id)) FROM \\"{name}\\"".format(name=table))
`,
    },
    {
      name: "a relationship that is read to search",
      code: `${related}
def of(session: Session, name):
    for book in session.scalars(select(Book)):
        if book.author.name == name:
            return book
`,
    },
    {
      name: "a context that holds the session of each cell, handed to a function",
      code: `${orm}
def marker_of(context):
    session: Session = context.session
    return context.session.query(User).filter_by(name="marker").first()

def report(cells):
    for cell in cells:
        print(marker_of(cell.context))
`,
    },
    {
      name: "a session per tenant, handed to a function that queries",
      code: `${orm}
def all_users(session: Session):
    return session.query(User)

def report(tenants):
    for tenant in tenants:
        session = Session(bind=engines[tenant])
        for user in all_users(session):
            print(user)
`,
    },
    {
      name: "a query of another database in each round",
      code: `${sqlite}
def sizes(paths):
    for path in paths:
        link = sqlite3.connect(path)
        print(link.execute("SELECT count(*) FROM items").fetchone())
`,
    },
    {
      name: "pages by LIMIT and OFFSET",
      code: `${orm}
def pages(session: Session, count):
    for page in range(count):
        yield session.query(User).order_by(User.id).offset(page * 100).limit(100).all()
`,
    },
    {
      name: "an INSERT per row",
      code: `${sqlite}
def load(rows):
    for row in rows:
        cur.execute("INSERT INTO items VALUES (?)", row)
`,
    },
    {
      name: "a relationship that is loaded with the list",
      code: `${related}
def shelves(session: Session):
    for author in session.scalars(select(Author).options(selectinload(Author.books))):
        print(author.books)
    statement = select(Book).options(selectinload(Book.author))
    for book in session.execute(statement).scalars().all():
        print(book.author)
`,
    },
    {
      name: "a column, and a relationship that is given a value",
      code: `${related}
def move(session: Session, author):
    for book in session.scalars(select(Book)):
        book.author = author
        print(book.title)
`,
    },
    {
      name: "a helper whose query does not depend on its parameters",
      code: `${sqlite}
def total(label):
    cur.execute("SELECT count(*) FROM items")
    print(label, cur.fetchone())

def run(labels):
    for label in labels:
        total(label)
`,
    },
    {
      name: "requests by a session of another library",
      code: `
import requests

def fetch(urls):
    session = requests.Session()
    for url in urls:
        session.get(url)
`,
    },
    {
      name: "an UPDATE in a name that held the SELECT before",
      code: `${sqlite}
def raise_prices(items, rate):
    sql = "SELECT price FROM rates WHERE rate = 'all'"
    cur.execute(sql)
    for item in items:
        sql = f"UPDATE items SET price = {rate} WHERE id = {item.id}"
        cur.execute(sql)
`,
    },
    {
      name: "a query that is made before the loop that walks over it again and again",
      code: `${orm}
def pairs(session: Session, users):
    orders = session.query(Order).filter_by(open=True)
    for user in users:
        for order in orders:
            print(user.name, order.total)
`,
    },
  ],
});
