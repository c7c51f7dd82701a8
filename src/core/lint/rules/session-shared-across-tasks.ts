import type { Related } from "../finding.ts";
import { defineRule } from "../rule.ts";
import { awaitsFix } from "./sharing/awaits-fix.ts";
import { linkOf, nameOf } from "./sharing/handles.ts";
import { sharedAcrossTasks } from "./sharing/task-sharing.ts";

export const sessionSharedAcrossTasks = defineRule({
  id: "session-shared-across-tasks",
  severity: "error",
  measurable: false,
  docs: {
    summary: "One AsyncSession or async connection in several tasks that run at the same time.",
    why: `An \`AsyncSession\` is a \`Session\` on one connection, and a connection does one thing at a time.
\`asyncio.gather\` and tasks let the next statement start while the first one waits for the database. On a fresh session
that raises *This session is provisioning a new connection; concurrent operations are not permitted*; once the
connection exists it often passes, so that it works on the developer's machine, and fails under load with
*another operation is in progress*, or mixes the tasks' changes in one transaction without any error.`,
    remedy: `Await the statements one after the other: they share one connection, so nothing is lost by it, whatever the
usual advice against \`await\` in a loop says. Where they shall really run side by side, give each task a session of its
own (\`async with async_session() as session:\` in the coroutine); each then needs a connection of the pool. Often one
statement with \`IN\` or a join is faster than both.`,
    leavesAlone: [
      "`gather` with one statement of a session and other work: HTTP requests, files, another session",
      "a session per task",
      "pools: `asyncpg.create_pool`, whose methods take a connection each",
      "`aiosqlite`, whose connection queues what it is given",
      "a task that is awaited at once",
      "HTTP clients: `aiohttp.ClientSession`, `httpx.AsyncClient`",
    ],
    examples: [
      {
        language: "python",
        bad: `import asyncio

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Order, User


async def dashboard(session: AsyncSession):
    users, orders = await «asyncio.gather(
        session.scalars(select(User)),
        session.scalars(select(Order)),
    )»
    return users.all(), orders.all()
`,
        good: `from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Order, User


async def dashboard(session: AsyncSession):
    users = await session.scalars(select(User))
    orders = await session.scalars(select(Order))
    return users.all(), orders.all()
`,
      },
      {
        title: "A task per item",
        language: "python",
        bad: `import asyncio

from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from models import User

async_session = async_sessionmaker(create_async_engine("postgresql+asyncpg://localhost/app"))


async def load(session, user_id):
    return await session.get(User, user_id)


async def load_all(ids):
    async with async_session() as session:
        tasks = [asyncio.create_task(load(«session», user_id)) for user_id in ids]
        return [await task for task in tasks]
`,
        good: `import asyncio

from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from models import User

async_session = async_sessionmaker(create_async_engine("postgresql+asyncpg://localhost/app"))


async def load(user_id):
    async with async_session() as session:
        return await session.get(User, user_id)


async def load_all(ids):
    tasks = [asyncio.create_task(load(user_id)) for user_id in ids]
    return [await task for task in tasks]
`,
      },
    ],
    sources: [
      {
        title: "SQLAlchemy: Using AsyncSession with concurrent tasks",
        url: "https://docs.sqlalchemy.org/en/20/orm/extensions/asyncio.html#using-asyncsession-with-concurrent-tasks",
      },
      {
        title:
          "SQLAlchemy: This session is provisioning a new connection; concurrent operations are not permitted (isce)",
        url: "https://docs.sqlalchemy.org/en/20/errors.html#error-isce",
      },
    ],
  },
  messages: {
    together:
      "These run at the same time on one {what}, `{name}`. Await them one after the other, or give each a {what} of its own.",
    passed:
      "`{name}` is one {what}, and several tasks get it at the same time. Await one after the other, or open one in each task.",
    read: "`{name}` is one {what}, and this code runs in several tasks at the same time. Await one after the other, or open one in each task.",
    beside:
      "`{name}` is one {what}: the task uses it while the code that started it goes on with it. Await the task first, or give it its own.",
    locked:
      "`{name}` is one {what} for several tasks. The lock keeps them apart, so they run one after the other and still share its transaction.",
  },
  check: {
    python(file, report) {
      for (const shared of sharedAcrossTasks(file)) {
        const { node, value, name, others, evidence, locked } = shared;
        const fix = awaitsFix(file, node);
        const { origin } = linkOf(value);
        const related: Related[] = [];
        if (origin.place !== "parameter")
          related.push(file.related(origin, "The {what} is made here.", { what: linkOf(value).kind }));
        for (const other of others) related.push(file.related(other, "It is also used here."));
        report(node, locked ? "locked" : evidence, {
          ...(locked ? { severity: "information" as const } : {}),
          args: { name: nameOf(file, name), what: value.kind },
          related,
          fixes: fix ? [fix] : [],
        });
      }
    },
  },
});
