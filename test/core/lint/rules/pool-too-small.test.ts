import { poolTooSmall } from "../../../../src/core/lint/rules/pool-too-small.ts";
import { checkRule } from "../../../support/check-rule.ts";

function program(
  engine: string,
  { workers = "20", work = "with Session(engine) as session:\n        session.get(User, row)" } = {},
) {
  return `
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, scoped_session, sessionmaker
from sqlalchemy.pool import NullPool
from models import User
SIZE = get_size()
engine = ${engine}
SessionLocal = sessionmaker(bind=engine)

def work(row):
    ${work}

def run(rows):
    with ThreadPoolExecutor(max_workers=${workers}) as pool:
        list(pool.map(work, rows))
`;
}

const sized = `create_engine("postgresql://db/app", pool_size=5, max_overflow=5)`;

checkRule(poolTooSmall, {
  finds: [
    { name: "sizes written as numbers", code: program(`«${sized}»`), severity: "information" },
    {
      name: "the default pool",
      code: program(`«create_engine("postgresql://db/app")»`, { workers: "40" }),
      message: /15 connections by default/,
    },
    {
      name: "only the size is given",
      code: program(`«create_engine("mysql+pymysql://db/app", pool_size=2)»`),
      message: /12 connections/,
    },
    {
      name: "a factory's session",
      code: program(`«${sized}»`, {
        work: "with SessionLocal() as s:\n        s.query(User).all()",
      }),
    },
    {
      name: "an engine's connection, the number as first argument",
      code: program(`«${sized}»`, {
        work: 'with engine.begin() as conn:\n        conn.exec_driver_sql("SELECT 1")',
      }).replace("max_workers=20", "20"),
    },
    {
      name: "submitted in a loop, through a helper",
      code: `
from concurrent import futures
import sqlalchemy as sa
from sqlalchemy.orm import sessionmaker
from models import User
eng = «sa.create_engine("postgresql://db/app", pool_size=3, max_overflow=0)»
make = sessionmaker(eng)

def store(row):
    with make() as s:
        s.add(User(name=row))
        s.commit()

def work(row):
    store(row)

def run(rows):
    pool = futures.ThreadPoolExecutor(8)
    for row in rows:
        pool.submit(work, row)
`,
    },
    {
      name: "the engine comes from another file",
      files: {
        "db.py": `
from sqlalchemy import create_engine
engine = create_engine("postgresql://db/app", pool_size=5, max_overflow=5)
`,
      },
      code: `
from concurrent.futures import ThreadPoolExecutor
from sqlalchemy.orm import Session
from db import engine
from models import User

def work(row):
    with Session(engine) as session:
        session.get(User, row)

def run(rows):
    with ThreadPoolExecutor(20) as pool:
        list(«pool.map(work, rows)»)
`,
    },
    {
      name: "a scoped session",
      code: program(`«${sized}»`, {
        work: "Registry = scoped_session(SessionLocal)\n    Registry.get(User, row)\n    Registry.remove()",
      }),
    },
  ],
  leaves: [
    { name: "as many connections as workers", code: program(sized, { workers: "10" }) },
    {
      name: "fewer workers than the default pool",
      code: program(`create_engine("postgresql://db/app")`, { workers: "8" }),
    },
    { name: "a number of workers that is not known", code: program(sized, { workers: "SIZE" }) },
    {
      name: "a size that is not known",
      code: program(`create_engine("postgresql://db/app", pool_size=SIZE, max_overflow=0)`),
    },
    {
      name: "an overflow without limit",
      code: program(`create_engine("postgresql://db/app", pool_size=5, max_overflow=-1)`),
    },
    { name: "a pool without limit", code: program(`create_engine("postgresql://db/app", pool_size=0)`) },
    { name: "NullPool", code: program(`create_engine("postgresql://db/app", poolclass=NullPool)`) },
    { name: "settings in a dictionary", code: program(`create_engine("postgresql://db/app", **SIZE)`) },
    { name: "SQLite's default pool", code: program(`create_engine("sqlite:///app.db")`) },
    {
      name: "processes",
      code: program(sized).replace("with ThreadPoolExecutor", "with ProcessPoolExecutor"),
    },
    { name: "workers that do not use it", code: program(sized, { work: "print(row)" }) },
    {
      name: "an engine of the worker's own",
      code: program(sized, {
        work: 'own = create_engine("postgresql://db/app", pool_size=20)\n    own.connect().exec_driver_sql("SELECT 1")',
      }),
    },
    {
      name: "another engine",
      code: program(sized, { work: "with Session(other) as session:\n        session.get(User, row)" }),
    },
  ],
});
