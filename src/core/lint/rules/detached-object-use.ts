import { defineRule } from "../rule.ts";
import { closedSessions, expiredReads, lazyReads } from "./support/detachment.ts";

export const detachedObjectUse = defineRule({
  id: "detached-object-use",
  severity: "warning",
  measurable: false,
  docs: {
    summary:
      "An attribute of a mapped object is read for the first time after the object's session is closed.",
    why: "A mapped object loads through its session. `commit()` marks everything loaded as expired, so that the next read of any attribute, even of the primary key, asks the database again; a relationship that was not loaded eagerly asks the first time it is read. When the session is closed by then, there is nobody to ask: SQLAlchemy raises `DetachedInstanceError` (*Instance <User> is not bound to a Session; attribute refresh operation cannot proceed*).\n\nOften this shows only in production: a test that keeps one session open passes.",
    remedy:
      "Read what is needed before the session is closed, or call `session.refresh(user)` after the commit. `sessionmaker(expire_on_commit=False)` keeps the columns as they were, but not relationships: load those with `selectinload()` or `joinedload()`.",
    leavesAlone: [
      "columns of objects that were loaded and not expired: reading alone needs no session",
      "`expire_on_commit=False` (columns), `selectinload()` and `joinedload()` (relationships)",
      "objects that were refreshed, or read, between the commit and the close",
      "objects that were expunged, or added to another session",
      "method calls, and objects handed to other functions",
    ],
    examples: [
      {
        language: "python",
        bad: `from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from models import User

engine = create_engine("postgresql://localhost/app")

def create(name):
    user = User(name=name)
    with Session(engine) as session:
        session.add(user)
        session.commit()
    return «user.id»
`,
        good: `from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from models import User

engine = create_engine("postgresql://localhost/app")

def create(name):
    user = User(name=name)
    with Session(engine) as session:
        session.add(user)
        session.commit()
        return user.id
`,
      },
      {
        title: "A relationship that nobody loaded",
        language: "python",
        bad: `from sqlalchemy import Column, ForeignKey, Integer, create_engine
from sqlalchemy.orm import Session, declarative_base, relationship

Base = declarative_base()
engine = create_engine("postgresql://localhost/app")

class Order(Base):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
    items = relationship("Item")

def item_count(order_id):
    with Session(engine) as session:
        order = session.get(Order, order_id)
    return len(«order.items»)
`,
        good: `from sqlalchemy import Column, ForeignKey, Integer, create_engine
from sqlalchemy.orm import Session, declarative_base, relationship, selectinload

Base = declarative_base()
engine = create_engine("postgresql://localhost/app")

class Order(Base):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
    items = relationship("Item")

def item_count(order_id):
    with Session(engine) as session:
        order = session.get(Order, order_id, options=[selectinload(Order.items)])
    return len(order.items)
`,
      },
    ],
    sources: [
      {
        title:
          "SQLAlchemy: Parent instance <x> is not bound to a Session; (lazy load/deferred load/refresh/etc.) operation cannot proceed",
        url: "https://docs.sqlalchemy.org/en/20/errors.html#error-bhk3",
      },
      {
        title: "SQLAlchemy: Committing",
        url: "https://docs.sqlalchemy.org/en/20/orm/session_basics.html#committing",
      },
    ],
  },
  messages: {
    expired:
      "The commit expired {object}, and its session is closed: reading {attribute} raises DetachedInstanceError.",
    lazy: "{attribute} is loaded when it is first read, and the session of {object} is closed by then: this raises DetachedInstanceError.",
  },
  check: {
    pythonPart: (part, file, report) => {
      for (const [owner, session] of closedSessions(part, file)) {
        const related = [file.related(session.closing, "Here the session is closed")];
        for (const read of expiredReads(session, owner, file))
          report(read, "expired", {
            args: { object: file.textOf(read.object), attribute: read.name },
            related,
          });
        for (const read of lazyReads(session, owner, file))
          report(read, "lazy", {
            args: { object: file.textOf(read.object), attribute: read.name },
            related,
          });
      }
    },
  },
});
