import { missingAppContext } from "../../../../src/core/lint/rules/missing-app-context.ts";
import { checkRule } from "../../../support/check-rule.ts";

const flask = `
import threading
from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()

class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)

def create_app():
    app = Flask(__name__)
    db.init_app(app)
    return app
`;

checkRule(missingAppContext, {
  finds: [
    {
      name: "db.session in a thread's target",
      severity: "warning",
      code: `${flask}
def work(name):
    «db.session».add(User(name=name))
    db.session.commit()

def start(name):
    threading.Thread(target=work, args=(name,)).start()
`,
    },
    {
      name: "Model.query in a pool's worker",
      severity: "warning",
      code: `${flask}
from concurrent.futures import ThreadPoolExecutor

def load(user_id):
    return «User.query».get(user_id)

def load_all(ids):
    with ThreadPoolExecutor() as executor:
        return list(executor.map(load, ids))
`,
    },
    {
      name: "a helper that the target calls",
      severity: "warning",
      code: `${flask}
def save(user):
    «db.session».add(user)
    db.session.commit()

def work():
    save(User())

def start():
    t = threading.Thread(target=work, daemon=True)
    t.start()
`,
    },
    {
      name: "a Thread subclass",
      severity: "warning",
      code: `${flask}
class Poller(threading.Thread):
    def run(self):
        while True:
            «db.session».execute("SELECT 1")
`,
    },
    {
      name: "the thread gets db.session as an argument",
      severity: "warning",
      code: `${flask}
def work(session):
    «session».add(User())
    session.commit()

def start():
    threading.Thread(target=work, args=(db.session,)).start()
`,
    },
    {
      name: "a timer, names aliased",
      severity: "warning",
      code: `
from threading import Timer
from flask_sqlalchemy import SQLAlchemy as Alchemy
database = Alchemy()

def tick():
    «database.session».execute("DELETE FROM old")
    database.session.commit()
    Timer(60, tick).start()
`,
    },
    {
      name: "a route's background thread, a closure",
      severity: "warning",
      code: `${flask}
from flask import Blueprint
bp = Blueprint("users", __name__)

@bp.route("/import")
def import_users():
    def run():
        «db.session».add(User())
        db.session.commit()
    threading.Thread(target=run).start()
    return "started"
`,
    },
    {
      name: "the app bound at once: information",
      severity: "information",
      code: `
import threading
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
db = SQLAlchemy(app)

def work():
    «db.session».execute("SELECT 1")

threading.Thread(target=work).start()
`,
    },
    {
      name: "db from another file of the workspace",
      severity: "warning",
      files: {
        "extensions.py": `
from flask_sqlalchemy import SQLAlchemy
db = SQLAlchemy()
`,
      },
      code: `
import threading
from extensions import db

def work():
    «db.session».execute("SELECT 1")

threading.Thread(target=work).start()
`,
    },
    {
      name: "a job of APScheduler's background threads",
      severity: "warning",
      code: `${flask}
from apscheduler.schedulers.background import BackgroundScheduler

def tick():
    «db.session».execute("DELETE FROM old")
    db.session.commit()

scheduler = BackgroundScheduler()
scheduler.add_job(tick, "interval", seconds=60)
scheduler.start()
`,
    },
    {
      name: "a Timer that repeats what it is given",
      severity: "warning",
      code: `${flask}
class RepeatTimer(threading.Timer):
    def run(self):
        while not self.finished.wait(self.interval):
            self.function(*self.args, **self.kwargs)

def tick():
    «db.session».execute("DELETE FROM old")
    db.session.commit()

RepeatTimer(5, tick).start()
`,
    },
  ],
  leaves: [
    {
      name: "with app.app_context()",
      code: `${flask}
def work(app, name):
    with app.app_context():
        db.session.add(User(name=name))
        db.session.commit()

def start(name):
    app = current_app._get_current_object()
    threading.Thread(target=work, args=(app, name)).start()
`,
    },
    {
      name: "the context entered by the caller inside the thread",
      code: `${flask}
def save(user):
    db.session.add(user)
    db.session.commit()

def work(app):
    with app.app_context():
        save(User())

def start(app):
    threading.Thread(target=work, args=(app,)).start()
`,
    },
    {
      name: "a context that is pushed",
      code: `${flask}
def work():
    create_app().app_context().push()
    db.session.add(User())
    db.session.commit()

threading.Thread(target=work).start()
`,
    },
    {
      name: "a decorator that enters it",
      code: `${flask}
import functools

def with_context(f):
    @functools.wraps(f)
    def wrapper(*args):
        with create_app().app_context():
            return f(*args)
    return wrapper

@with_context
def work():
    db.session.add(User())
    db.session.commit()

threading.Thread(target=work).start()
`,
    },
    {
      name: "copy_current_request_context",
      code: `${flask}
from flask import copy_current_request_context

def start():
    @copy_current_request_context
    def work():
        db.session.add(User())
        db.session.commit()
    threading.Thread(target=work).start()
`,
    },
    {
      name: "no thread",
      code: `${flask}
def save(user):
    db.session.add(user)
    db.session.commit()
`,
    },
    {
      name: "SQLAlchemy's own session",
      code: `
import threading
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker
SessionLocal = sessionmaker(bind=create_engine("postgresql://db/app"))

def work():
    with SessionLocal() as session:
        session.execute("SELECT 1")

threading.Thread(target=work).start()
`,
    },
    {
      name: "a thread that touches no database",
      code: `${flask}
import requests

def work(url):
    requests.get(url)

def start(url):
    db.session.add(User())
    db.session.commit()
    threading.Thread(target=work, args=(url,)).start()
`,
    },
    {
      name: "db of an unknown module",
      code: `
import threading
from somewhere import db

def work():
    db.session.add(1)
    db.session.commit()

threading.Thread(target=work).start()
`,
    },
    {
      name: "a parent in a context that reads the results",
      code: `${flask}
from concurrent.futures import ThreadPoolExecutor

def compute(n):
    return n * 2

def store(numbers):
    with ThreadPoolExecutor() as executor:
        for n in executor.map(compute, numbers):
            db.session.add(User(id=n))
    db.session.commit()
`,
    },
    {
      name: "a coroutine's task, which runs in the same context",
      code: `${flask}
import asyncio

async def save(user):
    db.session.add(user)
    db.session.commit()

async def main():
    await asyncio.gather(save(User()), save(User()))
`,
    },
    {
      name: "a greenlet, which may get a copy of the context",
      code: `
from flask_sqlalchemy import SQLAlchemy
import gevent

db = SQLAlchemy()

def count():
    print(db.session.execute(text("SELECT count(*) FROM users")).scalar())

gevent.spawn(count)
`,
    },
    {
      name: "a wrapper that enters the context around the target",
      code: `${flask}
def in_context(app, target, *args):
    with app.app_context():
        target(*args)

def work(name):
    db.session.add(User(name=name))
    db.session.commit()

def start(app, name):
    threading.Thread(target=in_context, args=(app, work, name)).start()
`,
    },
  ],
  fixes: [
    {
      name: "enters the app's context",
      safe: false,
      before: `
import threading
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
db = SQLAlchemy(app)

def work():
    db.session.execute("SELECT 1")
    db.session.commit()

threading.Thread(target=work).start()
`,
      after: `
import threading
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
db = SQLAlchemy(app)

def work():
    with app.app_context():
        db.session.execute("SELECT 1")
        db.session.commit()

threading.Thread(target=work).start()
`,
    },
  ],
});
