import { moduleLevelSession } from "../../../../src/core/lint/rules/module-level-session.ts";
import { checkRule } from "../../../support/check-rule.ts";

const engine = `
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, scoped_session, sessionmaker
from models import User
engine = create_engine("postgresql://db/app")
`;

checkRule(moduleLevelSession, {
  finds: [
    {
      name: "a session that a module's Flask routes use",
      severity: "warning",
      code: `${engine}
from flask import Flask

app = Flask(__name__)
DBSession = sessionmaker(bind=engine)
session = «DBSession()»

@app.route("/users")
def users():
    return str(session.query(User).all())
`,
    },
    {
      name: "a session that FastAPI's routes use",
      severity: "warning",
      code: `${engine}
from fastapi import FastAPI

app = FastAPI()
db = «Session(engine)»

@app.get("/users")
def users():
    return db.query(User).all()
`,
    },
    {
      name: "through a helper that the route calls",
      severity: "warning",
      code: `${engine}
from fastapi import APIRouter

router = APIRouter()
s = «Session(bind=engine)»

def find(name):
    return s.query(User).filter_by(name=name).first()

@router.get("/{name}")
def show(name: str):
    return find(name)
`,
    },
    {
      name: "a bot's handlers",
      severity: "warning",
      code: `${engine}
import telebot

bot = telebot.TeleBot("token")
session = «sessionmaker(bind=engine)()»

@bot.message_handler(commands=["start"])
def start(message):
    session.add(User(name=message.chat.id))
    session.commit()
`,
    },
    {
      name: "a handler of an async bot",
      severity: "warning",
      code: `${engine}
from aiogram import Dispatcher

dp = Dispatcher()
session = «Session(engine)»

@dp.message()
async def start(message):
    session.add(User(name=message.from_user.id))
    session.commit()
`,
    },
    {
      name: "a psycopg2 connection and its cursor under Flask's routes, once for both",
      severity: "warning",
      code: `
import psycopg2
from flask import Flask

app = Flask(__name__)
conn = «psycopg2.connect(dbname="service")»
cursor = conn.cursor()

@app.route("/login")
def login():
    cursor.execute("SELECT 1")
    return str(cursor.fetchone())
`,
    },
    {
      name: "a mysql.connector connection made by a helper of the file",
      severity: "warning",
      code: `
import mysql.connector
from flask import Flask

app = Flask(__name__)

def connect():
    return mysql.connector.connect(host="localhost")

conn = «connect()»
curr = conn.cursor()

@app.route("/")
def home():
    curr.execute("SELECT 1")
    conn.commit()
    return "ok"
`,
    },
    {
      name: "a db.py that only makes it: information",
      severity: "information",
      code: `${engine}
SessionLocal = sessionmaker(bind=engine)
session = «SessionLocal()»
`,
    },
    {
      name: "a db.py whose session another file's routes use",
      severity: "warning",
      path: "db.py",
      files: {
        "app.py": `
from flask import Flask
from db import session
from models import User

app = Flask(__name__)

@app.route("/users")
def users():
    return str(session.query(User).all())
`,
      },
      code: `${engine}
SessionLocal = sessionmaker(bind=engine)
session = «SessionLocal()»
`,
    },
    {
      name: "the class's body is the module's too",
      severity: "warning",
      code: `${engine}
from flask.views import MethodView

class Users(MethodView):
    session = «Session(engine)»

    def get(self):
        return self.session.query(User).all()
`,
    },
    {
      name: "a session that a function keeps for the module",
      severity: "information",
      code: `
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

session = None

def connect(url):
    global session
    session = «sessionmaker(bind=create_engine(url))()»
`,
    },
    {
      name: "a connection that the first request makes for all",
      severity: "warning",
      code: `
import psycopg2
from flask import Flask

app = Flask(__name__)
link = None

def get_link():
    global link
    if link is None:
        link = «psycopg2.connect("dbname=shop")»
    return link

@app.get("/orders")
def orders():
    with get_link().cursor() as cursor:
        cursor.execute("SELECT id FROM orders")
        return cursor.fetchall()
`,
    },
  ],
  leaves: [
    {
      name: "a scoped_session",
      code: `${engine}
from flask import Flask
app = Flask(__name__)
db_session = scoped_session(sessionmaker(bind=engine))

@app.route("/")
def home():
    return str(db_session.query(User).all())

@app.teardown_appcontext
def shutdown(exception=None):
    db_session.remove()
`,
    },
    {
      name: "a sessionmaker",
      code: `${engine}
SessionLocal = sessionmaker(bind=engine)

def get_db():
    db = SessionLocal()
    try:
        yield db
    finally:
        db.close()
`,
    },
    {
      name: "a script",
      code: `${engine}
session = Session(engine)
for user in session.query(User):
    print(user.name)
session.close()
`,
    },
    {
      name: "a script with functions",
      code: `${engine}
session = Session(engine)

def load(name):
    session.add(User(name=name))

def main():
    for name in open("names.txt"):
        load(name)
    session.commit()

if __name__ == "__main__":
    main()
`,
    },
    {
      name: "a script that does its work without it",
      code: `${engine}
session = Session(engine)
for name in open("names.txt"):
    print(name)
`,
    },
    {
      name: "made under the main guard",
      code: `${engine}
def load(session):
    session.add(User())

if __name__ == "__main__":
    session = Session(engine)
    load(session)
    session.commit()
`,
    },
    {
      name: "a session in a with block at module level",
      code: `${engine}
from flask import Flask
app = Flask(__name__)

with Session(engine) as session:
    session.add(User())
    session.commit()

@app.route("/")
def home():
    return "ok"
`,
    },
    {
      name: "a route that makes its own session of the same name",
      code: `${engine}
from flask import Flask
app = Flask(__name__)
session = Session(engine)
session.add(User())
session.commit()
session.close()

@app.route("/")
def home():
    session = Session(engine)
    users = session.query(User).all()
    session.close()
    return str(users)
`,
    },
    {
      name: "Flask-SQLAlchemy's proxy under another name",
      code: `
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
app = Flask(__name__)
db = SQLAlchemy(app)
session = db.session

@app.route("/")
def home():
    return str(session.execute("SELECT 1"))
`,
    },
    {
      name: "requests and boto3",
      code: `
import boto3
import requests
from flask import Flask
app = Flask(__name__)
session = requests.Session()
aws = boto3.Session()

@app.route("/")
def home():
    return session.get("https://example.org").text
`,
    },
    {
      name: "a pool",
      code: `
from flask import Flask
from psycopg2.pool import ThreadedConnectionPool
app = Flask(__name__)
pool = ThreadedConnectionPool(1, 10, "dbname=app")

@app.route("/")
def home():
    conn = pool.getconn()
    conn.cursor().execute("SELECT 1")
    pool.putconn(conn)
    return "ok"
`,
    },
    {
      name: "what session-shared-across-threads reports",
      code: `${engine}
import threading
session = Session(engine)

def work(row):
    session.add(User(name=row))
    session.commit()

for row in range(10):
    threading.Thread(target=work, args=(row,)).start()
`,
    },
    {
      name: "what unguarded-cross-thread-sqlite reports",
      code: `
import sqlite3
import telebot

bot = telebot.TeleBot("token")
db = sqlite3.connect("users.db", check_same_thread=False)
sql = db.cursor()

@bot.message_handler(commands=["start"])
def welcome(message):
    sql.execute("SELECT * FROM users WHERE id = ?", (message.chat.id,))
`,
    },
    {
      name: "a test's session",
      path: "tests/test_users.py",
      code: `${engine}
session = Session(engine)

def test_user():
    session.add(User())
    session.flush()
`,
    },
    {
      name: "a sqlite3 connection in an async bot, which has one thread",
      code: `
import sqlite3
from aiogram import Dispatcher

dp = Dispatcher()
conn = sqlite3.connect("app.db")
cur = conn.cursor()

@dp.message()
async def start(message):
    cur.execute("INSERT INTO users VALUES (?)", (message.from_user.id,))
    conn.commit()
`,
    },
    {
      name: "a connection that each process of a pool makes for itself",
      code: `
import psycopg2
from multiprocessing import Pool

link = None

def start():
    global link
    link = psycopg2.connect("dbname=shop")

def price(item):
    with link.cursor() as cursor:
        cursor.execute("SELECT price FROM items WHERE id = %s", (item,))
        return cursor.fetchone()

def price_all(items):
    with Pool(4, initializer=start) as pool:
        return pool.map(price, items)
`,
    },
  ],
});
