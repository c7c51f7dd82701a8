import { blockingCallInAsync } from "../../../../src/core/lint/rules/blocking-call-in-async.ts";
import { checkRule } from "../../../support/check-rule.ts";

const own = `
from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session, sessionmaker
from models import User
engine = create_engine("postgresql://db/app")
SessionLocal = sessionmaker(bind=engine)
`;

checkRule(blockingCallInAsync, {
  finds: [
    {
      name: "a FastAPI handler with a plain Session",
      code: `${own}
from fastapi import Depends, FastAPI
app = FastAPI()

def get_db():
    db = SessionLocal()
    try:
        yield db
    finally:
        db.close()

@app.post("/users")
async def create(name: str, db: Session = Depends(get_db)):
    if «db.query(User).filter(User.name == name).first()»:
        return None
    user = User(name=name)
    db.add(user)
    «db.commit()»
    «db.refresh(user)»
    return user
`,
      severity: "warning",
    },
    {
      name: "the dependency gives the session, without an annotation",
      code: `${own}
from fastapi import APIRouter, Depends
router = APIRouter()

def get_db():
    with SessionLocal() as db:
        yield db

@router.get("/users")
async def users(database=Depends(get_db)):
    return «database.execute(select(User))».scalars().all()
`,
    },
    {
      name: "a session made in the coroutine",
      code: `${own}
async def count():
    with SessionLocal() as s:
        return «s.scalar(select(User))»
`,
    },
    {
      name: "sqlite3 in a bot",
      code: `
import sqlite3
from discord.ext import commands
bot = commands.Bot("!")
conn = sqlite3.connect("bot.db")
c = conn.cursor()

@bot.event
async def on_message(message):
    «c.execute("INSERT INTO log VALUES (?)", (message.content,))»
    «conn.commit()»
`,
    },
    {
      name: "psycopg2, its module aliased, in a method",
      code: `
import psycopg2 as pg

class Store:
    def __init__(self):
        self.conn = pg.connect("dbname=app")

    async def rows(self):
        cur = self.conn.cursor()
        «cur.execute("SELECT * FROM users")»
        return cur.fetchall()
`,
    },
    {
      name: "an engine's connection",
      code: `${own}
async def ping():
    with engine.connect() as conn:
        «conn.execute(text("SELECT 1"))»
`,
    },
    {
      name: "walking over a query",
      code: `${own}
async def names():
    session = SessionLocal()
    for user in «session.query(User)»:
        print(user.name)
    session.close()
`,
    },
    {
      name: "the session of another file",
      files: { "db.py": `${own}\nsession = SessionLocal()\n` },
      code: `
from db import session
from models import User

async def names():
    return «session.query(User).all()»
`,
    },
    {
      name: "a dependency of an unknown module that has query()",
      code: `
from fastapi import Depends
from sqlalchemy import func
from app.db import get_db
from app.models import User

async def create(name: str, db=Depends(get_db)):
    user = «db.query(User).first()»
    db.add(User(name=name))
    «db.commit()»
    return user
`,
    },
    {
      name: "Flask-SQLAlchemy in an async view",
      code: `
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
app = Flask(__name__)
db = SQLAlchemy(app)

@app.route("/")
async def index():
    «db.session.commit()»
    return "ok"
`,
    },
  ],
  leaves: [
    {
      name: "an asynchronous session",
      code: `
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from models import User
make = async_sessionmaker(create_async_engine("postgresql+asyncpg://db/app"))

async def names(db: AsyncSession):
    result = await db.execute(select(User))
    await db.commit()
    return result.scalars().all()

async def others():
    async with make() as session:
        result = await session.scalars(select(User))
        return result.all()
`,
    },
    {
      name: "asynchronous drivers",
      code: `
import aiosqlite
import asyncpg

async def one():
    conn = await asyncpg.connect("postgresql://db/app")
    return await conn.fetch("SELECT 1")

async def two(path):
    async with aiosqlite.connect(path) as db:
        async with db.execute("SELECT 1") as cursor:
            return await cursor.fetchall()
`,
    },
    {
      name: "the same in a plain function",
      code: `${own}
def names(db: Session):
    return db.query(User).all()

async def outer(db: Session):
    def inner():
        return db.query(User).all()
    return inner
`,
    },
    {
      name: "handed to a thread",
      code: `${own}
import asyncio

def load():
    with SessionLocal() as s:
        return s.query(User).all()

async def names(db: Session):
    await asyncio.to_thread(db.commit)
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(None, lambda: db.query(User).all())
    return await asyncio.to_thread(load)
`,
    },
    {
      name: "run_sync of an async session",
      code: `
from sqlalchemy.ext.asyncio import AsyncSession
from models import User

async def names(db: AsyncSession):
    return await db.run_sync(lambda s: s.query(User).all())
`,
    },
    {
      name: "what does not wait",
      code: `${own}
async def prepare(db: Session, name):
    query = db.query(User).filter(User.name == name)
    db.add(User(name=name))
    return query
`,
    },
    {
      name: "rollback and close",
      code: `${own}
async def end(db: Session):
    db.rollback()
    db.close()
`,
    },
    {
      name: "a parameter of which only the name is known",
      code: `
async def save(session, user):
    session.add(user)
    session.commit()
`,
    },
    {
      name: "HTTP, boto and redis sessions",
      code: `
import aiohttp
import redis
import requests
r = redis.Redis()

async def fetch(url):
    session = requests.Session()
    session.get(url)
    pipe = r.pipeline()
    pipe.execute()
    async with aiohttp.ClientSession() as client:
        return await client.get(url)
`,
    },
    {
      name: "an imported factory that may well be asynchronous",
      code: `
from app.db import get_session

async def names():
    async with get_session() as session:
        await session.commit()
`,
    },
    {
      name: "Django's asynchronous calls",
      code: `
from django.db import models

class User(models.Model):
    name = models.CharField(max_length=10)

async def names():
    await User.objects.acreate(name="a")
    async for user in User.objects.all():
        print(user.name)
    return await User.objects.aget(pk=1)
`,
    },
    {
      name: "a coroutine that only defines work",
      code: `${own}
async def plan(db: Session):
    jobs = [lambda: db.commit()]
    return jobs
`,
    },
    {
      name: "psycopg's asynchronous connection",
      code: `
import psycopg

async def names():
    async with await psycopg.AsyncConnection.connect("dbname=app") as conn:
        async with conn.cursor() as cur:
            await cur.execute("SELECT 1")
            return await cur.fetchall()
`,
    },
  ],
});
