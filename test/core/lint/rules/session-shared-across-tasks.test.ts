import { sessionSharedAcrossTasks } from "../../../../src/core/lint/rules/session-shared-across-tasks.ts";
import { checkRule } from "../../../support/check-rule.ts";

const asyncio = `
import asyncio
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from models import Order, User
engine = create_async_engine("postgresql+asyncpg://db/app")
async_session = async_sessionmaker(engine, expire_on_commit=False)
`;

checkRule(sessionSharedAcrossTasks, {
  finds: [
    {
      name: "two statements of one session in gather",
      code: `${asyncio}
async def dashboard():
    async with async_session() as session:
        users, orders = await «asyncio.gather(
            session.execute(select(User)),
            session.execute(select(Order)),
        )»
        return users.all(), orders.all()
`,
    },
    {
      name: "two coroutines that take the session",
      code: `${asyncio}
async def count_users(db):
    return (await db.execute(select(User))).scalar()

async def count_orders(db):
    return (await db.execute(select(Order))).scalar()

async def stats(db: AsyncSession):
    return await «asyncio.gather(count_users(db), count_orders(db))»
`,
    },
    {
      name: "a starred comprehension of coroutines",
      code: `${asyncio}
async def load(session, user_id):
    return await session.get(User, user_id)

async def load_all(ids):
    async with AsyncSession(engine) as session:
        return await «asyncio.gather(*[load(session, i) for i in ids])»
`,
    },
    {
      name: "a starred generator, imported names under aliases",
      code: `
from asyncio import gather as together
from sqlalchemy.ext.asyncio import AsyncSession as AS
from models import User

async def load_all(s: AS, ids):
    return await «together(*(s.get(User, i) for i in ids), return_exceptions=True)»
`,
    },
    {
      name: "a list of coroutines, built before",
      code: `${asyncio}
async def load(session, user_id):
    return await session.get(User, user_id)

async def load_all(ids):
    async with async_session() as session:
        jobs = []
        for i in ids:
            jobs.append(load(«session», i))
        return await asyncio.gather(*jobs)
`,
    },
    {
      name: "a list comprehension given to gather by name",
      code: `${asyncio}
async def load(session, user_id):
    return await session.get(User, user_id)

async def load_all(ids):
    async with async_session() as session:
        tasks = [load(«session», i) for i in ids]
        return await asyncio.gather(*tasks)
`,
    },
    {
      name: "create_task in a loop",
      code: `${asyncio}
async def load(session, user_id):
    return await session.get(User, user_id)

async def load_all(ids):
    session = async_session()
    tasks = set()
    for i in ids:
        tasks.add(asyncio.create_task(load(«session», i)))
    await asyncio.wait(tasks)
`,
    },
    {
      name: "a TaskGroup with two tasks",
      code: `${asyncio}
async def one(session):
    await session.execute(select(User))

async def two(session):
    await session.execute(select(Order))

async def both():
    async with async_session() as session:
        async with asyncio.TaskGroup() as group:
            group.create_task(one(«session»))
            group.create_task(two(session))
`,
    },
    {
      name: "FastAPI's dependency in an endpoint",
      code: `${asyncio}
from fastapi import Depends, FastAPI

app = FastAPI()

async def get_db():
    async with async_session() as session:
        yield session

async def totals(db):
    return await db.scalar(select(User))

async def recent(db):
    return await db.scalar(select(Order))

@app.get("/home")
async def home(db: AsyncSession = Depends(get_db)):
    total, last = await «asyncio.gather(totals(db), recent(db))»
    return {"total": total, "last": last}
`,
    },
    {
      name: "methods that share self.session",
      code: `${asyncio}
class Dashboard:
    def __init__(self, session: AsyncSession):
        self.session = session

    async def users(self):
        return (await self.session.execute(select(User))).all()

    async def orders(self):
        return (await self.session.execute(select(Order))).all()

    async def load(self):
        return await «asyncio.gather(self.users(), self.orders())»
`,
    },
    {
      name: "one AsyncConnection",
      code: `${asyncio}
async def main():
    async with engine.connect() as conn:
        await «asyncio.gather(conn.execute(text("SELECT 1")), conn.execute(text("SELECT 2")))»
`,
    },
    {
      name: "an asyncpg connection",
      code: `
import asyncio
import asyncpg

async def main():
    conn = await asyncpg.connect("postgresql://db/app")
    await «asyncio.gather(*[conn.execute("SELECT $1", i) for i in range(3)])»
`,
    },
    {
      name: "a closure that gather runs for every item",
      code: `${asyncio}
async def load_all(ids):
    async with async_session() as session:
        async def load(i):
            return await session.get(User, i)
        return await «asyncio.gather(*(load(i) for i in ids))»
`,
    },
    {
      name: "a task beside statements of the parent",
      code: `${asyncio}
async def audit(session):
    await session.execute(text("INSERT INTO audit VALUES (1)"))

async def main():
    async with async_session() as session:
        task = asyncio.create_task(audit(«session»))
        await session.execute(select(User))
        await task
`,
    },
    {
      name: "each of two gathers",
      code: `${asyncio}
async def dashboard(db: AsyncSession):
    (users, orders) = await «asyncio.gather(
        db.execute(select(User)),
        db.execute(select(Order)),
    )»
    first, second = await «asyncio.gather(db.get(User, 1), db.get(User, 2))»
    return users, orders, first, second
`,
    },
    {
      name: "coroutines that map makes",
      code: `${asyncio}
async def load(session, user_id):
    return await session.get(User, user_id)

async def load_all(session: AsyncSession, ids):
    return await «asyncio.gather(*map(lambda i: load(session, i), ids))»
`,
    },
    {
      name: "repositories of one session",
      code: `${asyncio}
class Users:
    def __init__(self, session: AsyncSession):
        self.session = session

    async def count(self):
        return await self.session.scalar(select(User))

    async def page(self):
        return (await self.session.scalars(select(User))).all()

class Service:
    def __init__(self, session: AsyncSession):
        self.users = Users(session)

    async def load(self):
        return await «asyncio.gather(self.users.count(), self.users.page())»
`,
    },
    {
      name: "start_soon of anyio's task group",
      code: `
import anyio
from sqlalchemy.ext.asyncio import AsyncSession
from models import User

async def load(session, user_id):
    return await session.get(User, user_id)

async def main(session: AsyncSession):
    async with anyio.create_task_group() as group:
        group.start_soon(load, «session», 1)
        group.start_soon(load, session, 2)
`,
    },
    {
      name: "inside an asyncio lock: information",
      severity: "information",
      code: `${asyncio}
lock = asyncio.Lock()

async def load(session, user_id):
    async with lock:
        return await session.get(User, user_id)

async def load_all(session: AsyncSession, ids):
    return await «asyncio.gather(*[load(session, i) for i in ids])»
`,
    },
    {
      name: "inside a semaphore that lets several in",
      severity: "error",
      code: `${asyncio}
semaphore = asyncio.Semaphore(5)

async def load(session, user_id):
    async with semaphore:
        return await session.get(User, user_id)

async def load_all(session: AsyncSession, ids):
    return await «asyncio.gather(*[load(session, i) for i in ids])»
`,
    },
  ],
  leaves: [
    {
      name: "one session call and other I/O",
      code: `${asyncio}
import httpx

async def load(session, user_id):
    return await session.get(User, user_id)

async def main(user_id):
    async with async_session() as session, httpx.AsyncClient() as client:
        return await asyncio.gather(load(session, user_id), client.get("https://example.org"))
`,
    },
    {
      name: "a session per task",
      code: `${asyncio}
async def load(user_id):
    async with async_session() as session:
        return await session.get(User, user_id)

async def load_all(ids):
    return await asyncio.gather(*[load(i) for i in ids])
`,
    },
    {
      name: "the factory",
      code: `${asyncio}
async def load(factory, user_id):
    async with factory() as session:
        return await session.get(User, user_id)

async def load_all(ids):
    return await asyncio.gather(*[load(async_session, i) for i in ids])
`,
    },
    {
      name: "an HTTP client's session",
      code: `
import asyncio
import aiohttp
from aiohttp import ClientSession

async def fetch(session, url):
    async with session.get(url) as response:
        return await response.text()

async def main(urls):
    async with aiohttp.ClientSession() as session:
        await asyncio.gather(*[fetch(session, u) for u in urls])
    async with ClientSession() as session:
        await asyncio.gather(*[session.get(u) for u in urls])
`,
    },
    {
      name: "awaits one after the other",
      code: `${asyncio}
async def main(ids):
    async with async_session() as session:
        users = [await session.get(User, i) for i in ids]
        orders = await session.execute(select(Order))
        return users, orders
`,
    },
    {
      name: "an asyncpg pool",
      code: `
import asyncio
import asyncpg

async def main():
    pool = await asyncpg.create_pool("postgresql://db/app")
    await asyncio.gather(*[pool.execute("SELECT $1", i) for i in range(3)])
`,
    },
    {
      name: "two different sessions",
      code: `${asyncio}
async def load(session, user_id):
    return await session.get(User, user_id)

async def main():
    async with async_session() as first, async_session() as second:
        return await asyncio.gather(load(first, 1), load(second, 2))
`,
    },
    {
      name: "a session made in the loop that starts the task",
      code: `${asyncio}
async def load(session, user_id):
    async with session:
        return await session.get(User, user_id)

async def main(ids):
    tasks = []
    for i in ids:
        session = async_session()
        tasks.append(asyncio.create_task(load(session, i)))
    await asyncio.gather(*tasks)
`,
    },
    {
      name: "a task that is awaited at once",
      code: `${asyncio}
async def load(session, user_id):
    return await session.get(User, user_id)

async def main(ids):
    async with async_session() as session:
        for i in ids:
            await asyncio.create_task(load(session, i))
            await asyncio.wait_for(load(session, i), timeout=5)
`,
    },
    {
      name: "aiosqlite, whose connection has a thread and a queue of its own",
      code: `
import asyncio
import aiosqlite

async def main():
    async with aiosqlite.connect("app.db") as db:
        await asyncio.gather(db.execute("SELECT 1"), db.execute("SELECT 2"))
`,
    },
    {
      name: "gather over what is fetched, statements after it",
      code: `${asyncio}
async def fetch(url):
    return url

async def main(urls):
    async with async_session() as session:
        bodies = await asyncio.gather(*[fetch(u) for u in urls])
        for body in bodies:
            session.add(User(name=body))
        await session.commit()
`,
    },
    {
      name: "a gather in each branch",
      code: `${asyncio}
async def load(session, user_id):
    return await session.get(User, user_id)

async def other():
    return 1

async def main(flag):
    async with async_session() as session:
        if flag:
            return await asyncio.gather(load(session, 1), other())
        return await asyncio.gather(load(session, 2), other())
`,
    },
    {
      name: "an untyped parameter",
      code: `
import asyncio

async def main(session, ids):
    await asyncio.gather(*[session.get(i) for i in ids])
`,
    },
    {
      name: "two ids read from rows of the session",
      code: `${asyncio}
async def notify(user_id):
    return user_id

async def main():
    async with async_session() as session:
        ids = (await session.scalars(select(User.id))).all()
        await asyncio.gather(*[notify(i) for i in ids])
`,
    },
  ],
  fixes: [
    {
      name: "awaits each on a line of its own",
      safe: true,
      before: `${asyncio}
async def dashboard(session: AsyncSession):
    users, orders = await asyncio.gather(
        session.execute(select(User)),
        session.execute(select(Order)),
    )
    return users, orders
`,
      after: `${asyncio}
async def dashboard(session: AsyncSession):
    users = await session.execute(select(User))
    orders = await session.execute(select(Order))
    return users, orders
`,
    },
    {
      name: "awaits in the comprehension",
      safe: true,
      before: `${asyncio}
async def load_all(session: AsyncSession, ids):
    return await asyncio.gather(*(session.get(User, i) for i in ids if i > 0))
`,
      after: `${asyncio}
async def load_all(session: AsyncSession, ids):
    return [await session.get(User, i) for i in ids if i > 0]
`,
    },
    {
      name: "awaits in a list where the results stay together",
      safe: true,
      before: `${asyncio}
async def both(session: AsyncSession):
    return await asyncio.gather(session.get(User, 1), session.get(User, 2))
`,
      after: `${asyncio}
async def both(session: AsyncSession):
    return [await session.get(User, 1), await session.get(User, 2)]
`,
    },
    {
      name: "awaits statements whose results nobody takes",
      safe: true,
      before: `${asyncio}
async def both(session: AsyncSession):
    if session:
        await asyncio.gather(session.execute(text("A")), session.execute(text("B")))
`,
      after: `${asyncio}
async def both(session: AsyncSession):
    if session:
        await session.execute(text("A"))
        await session.execute(text("B"))
`,
    },
  ],
});
