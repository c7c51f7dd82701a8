import { scopedSessionNotRemoved } from "../../../../src/core/lint/rules/scoped-session-not-removed.ts";
import { checkRule } from "../../../support/check-rule.ts";

const registry = `
from sqlalchemy import create_engine
from sqlalchemy.orm import scoped_session, sessionmaker
from models import User
engine = create_engine("postgresql://db/app")
Session = scoped_session(sessionmaker(bind=engine))
`;

checkRule(scopedSessionNotRemoved, {
  finds: [
    {
      name: "a pool's worker that calls the registry",
      severity: "warning",
      code: `${registry}
from concurrent.futures import ThreadPoolExecutor

def work(row):
    session = «Session»()
    session.add(User(name=row))
    session.commit()

with ThreadPoolExecutor(4) as executor:
    executor.map(work, range(10))
`,
    },
    {
      name: "a pool's worker that uses the registry as a session",
      severity: "warning",
      code: `${registry}
from concurrent.futures import ThreadPoolExecutor

def work(row):
    «Session».add(User(name=row))
    Session.commit()

def run(rows):
    with ThreadPoolExecutor(4) as executor:
        futures = [executor.submit(work, row) for row in rows]
        return [f.result() for f in futures]
`,
    },
    {
      name: "a helper that the worker calls",
      severity: "warning",
      code: `${registry}
from multiprocessing.pool import ThreadPool

def find(name):
    return «Session».query(User).filter_by(name=name).first()

def work(name):
    return find(name).id

ThreadPool(8).map(work, ["a", "b"])
`,
    },
    {
      name: "a plain thread's target: information",
      severity: "information",
      code: `${registry}
import threading

def work():
    session = «Session»()
    session.add(User())
    session.commit()

threading.Thread(target=work).start()
`,
    },
    {
      name: "a thread's target with the registry as a parameter",
      severity: "information",
      code: `${registry}
import threading

def work(ThreadSession):
    some_session = «ThreadSession»()
    return some_session.query(User).all()

for i in range(3):
    threading.Thread(target=work, args=(Session,)).start()
`,
    },
    {
      name: "the registry's session kept on the module",
      severity: "warning",
      code: `${registry}
from flask import Flask

app = Flask(__name__)
session = «Session()»

@app.route("/")
def home():
    return str(session.query(User).all())
`,
    },
    {
      name: "kept on a class",
      severity: "warning",
      code: `${registry}
class Repository:
    session = «Session()»

    def find(self, name):
        return self.session.query(User).filter_by(name=name).first()
`,
    },
    {
      name: "handed to one other thread",
      severity: "warning",
      code: `${registry}
import threading

def work(session):
    session.add(User())
    session.commit()

def main():
    session = Session()
    threading.Thread(target=work, args=(«session»,)).start()
`,
    },
    {
      name: "a registry that is made in one go",
      severity: "warning",
      code: `
from sqlalchemy import create_engine
from sqlalchemy.orm import scoped_session, sessionmaker
from models import User
import concurrent.futures as cf

db_session = scoped_session(sessionmaker(autocommit=False, bind=create_engine("postgresql://db/app")))

def job(n):
    «db_session».query(User).get(n)

executor = cf.ThreadPoolExecutor(max_workers=3)
for n in range(3):
    executor.submit(job, n)
`,
    },
    {
      name: "a session that a module's dictionary keeps",
      severity: "warning",
      code: `
from sqlalchemy import create_engine
from sqlalchemy.orm import scoped_session, sessionmaker

Session = scoped_session(sessionmaker(create_engine("sqlite:///shop.db")))
sessions = {}

def session_of(shop):
    if shop not in sessions:
        sessions[shop] = «Session()»
    return sessions[shop]
`,
    },
  ],
  leaves: [
    {
      name: "remove in a finally",
      code: `${registry}
from concurrent.futures import ThreadPoolExecutor

def work(row):
    session = Session()
    try:
        session.add(User(name=row))
        session.commit()
    finally:
        Session.remove()

with ThreadPoolExecutor(4) as executor:
    executor.map(work, range(10))
`,
    },
    {
      name: "remove elsewhere in the file",
      code: `${registry}
from concurrent.futures import ThreadPoolExecutor

def done(future):
    Session.remove()

def work(row):
    Session.add(User(name=row))
    Session.commit()

with ThreadPoolExecutor(4) as executor:
    executor.submit(work, 1).add_done_callback(done)
`,
    },
    {
      name: "an app's teardown",
      code: `${registry}
import threading
from flask import Flask

app = Flask(__name__)

@app.teardown_appcontext
def shutdown_session(exception=None):
    Session.remove()

def work():
    with app.app_context():
        Session.add(User())
        Session.commit()

threading.Thread(target=work).start()
`,
    },
    {
      name: "with around the registry's session",
      code: `${registry}
from concurrent.futures import ThreadPoolExecutor

def work(row):
    with Session() as session:
        session.add(User(name=row))
        session.commit()

with ThreadPoolExecutor(4) as executor:
    executor.map(work, range(10))
`,
    },
    {
      name: "a plain sessionmaker",
      code: `
from concurrent.futures import ThreadPoolExecutor
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker
from models import User
Session = sessionmaker(bind=create_engine("postgresql://db/app"))

def work(row):
    session = Session()
    session.add(User(name=row))
    session.commit()

with ThreadPoolExecutor(4) as executor:
    executor.map(work, range(10))
`,
    },
    {
      name: "Flask-SQLAlchemy, which has a teardown of its own",
      code: `
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
    {
      name: "a close in a finally, which gives the connection back",
      code: `${registry}
import threading

def work(row):
    session = Session()
    try:
        session.add(User(name=row))
        session.commit()
    finally:
        session.close()

for row in range(10):
    threading.Thread(target=work, args=(row,)).start()
`,
    },
    {
      name: "a registry that no thread uses",
      code: `${registry}
def users():
    return Session.query(User).all()
`,
    },
    {
      name: "a session of the registry inside a function",
      code: `${registry}
def users():
    session = Session()
    return session.query(User).all()
`,
    },
    {
      name: "a session under the main guard",
      code: `${registry}
def load(session):
    session.add(User())
    session.commit()

if __name__ == "__main__":
    load(Session())
`,
    },
    {
      name: "query_property, a use of the registry that keeps nothing",
      code: `${registry}
from sqlalchemy.orm import declarative_base
Base = declarative_base()
Base.query = Session.query_property()
`,
    },
    {
      name: "processes",
      code: `${registry}
from multiprocessing import Pool

def work(row):
    Session.add(User(name=row))
    Session.commit()

with Pool(4) as pool:
    pool.map(work, range(10))
`,
    },
    {
      name: "handed to several threads, which is another rule's",
      code: `${registry}
import threading

def work(session, row):
    session.add(User(name=row))
    session.commit()

def main():
    session = Session()
    for row in range(10):
        threading.Thread(target=work, args=(session, row)).start()
`,
    },
  ],
  fixes: [
    {
      name: "ends the worker with remove()",
      safe: true,
      before: `${registry}
from concurrent.futures import ThreadPoolExecutor

def work(row):
    Session.add(User(name=row))
    if row:
        Session.commit()  # at once

with ThreadPoolExecutor(4) as executor:
    executor.map(work, range(10))
`,
      after: `${registry}
from concurrent.futures import ThreadPoolExecutor

def work(row):
    try:
        Session.add(User(name=row))
        if row:
            Session.commit()  # at once
    finally:
        Session.remove()

with ThreadPoolExecutor(4) as executor:
    executor.map(work, range(10))
`,
    },
  ],
});
