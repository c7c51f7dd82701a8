import { detachedObjectUse } from "../../../../src/core/lint/rules/detached-object-use.ts";
import { checkRule } from "../../../support/check-rule.ts";

const models = `
from contextlib import contextmanager
from sqlalchemy import Column, ForeignKey, Integer, String, create_engine, select
from sqlalchemy.orm import Session, declarative_base, joinedload, relationship, sessionmaker
Base = declarative_base()
engine = create_engine("postgresql://db/app")
SessionLocal = sessionmaker(bind=engine)
Keeping = sessionmaker(bind=engine, expire_on_commit=False)

class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    name = Column(String)
    posts = relationship("Post")
    tags = relationship("Tag", lazy="selectin")
`;

checkRule(detachedObjectUse, {
  finds: [
    {
      name: "a new object's key after the with",
      code: `${models}
def create(name):
    with SessionLocal() as session:
        user = User(name=name)
        session.add(user)
        session.commit()
    return «user.id»
`,
      severity: "warning",
      message: "The commit expired user, and its session is closed: reading id raises DetachedInstanceError.",
    },
    {
      name: "close() by hand",
      code: `${models}
def rename(user_id, name):
    db = Session(engine)
    user = db.get(User, user_id)
    user.name = name
    db.commit()
    db.close()
    print(f"renamed to {«user.name»}")
    return user
`,
    },
    {
      name: "closed in the finally",
      code: `${models}
def create(name):
    s = SessionLocal()
    u = User(name=name)
    try:
        s.add(u)
        s.commit()
    finally:
        s.close()
    return {"id": «u.id», "name": u.name}
`,
    },
    {
      name: "the factory's begin() commits at its end",
      code: `${models}
def create(name):
    user = User(name=name)
    with SessionLocal.begin() as session:
        session.add(user)
    return «user.id»
`,
    },
    {
      name: "begin() in the same with",
      code: `${models}
def create(name):
    user = User(name=name)
    with SessionLocal() as session, session.begin():
        session.add(user)
    print(«user.id»)
`,
    },
    {
      name: "a context manager of the file that commits and closes",
      code: `${models}
@contextmanager
def session_scope():
    session = SessionLocal()
    try:
        yield session
        session.commit()
    finally:
        session.close()

def find(user_id):
    with session_scope() as session:
        user = session.get(User, user_id)
    return «user.name»
`,
    },
    {
      name: "an async session",
      code: `
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from models import User
make = async_sessionmaker(create_async_engine("postgresql+asyncpg://db/app"))

async def create(name):
    async with make() as session:
        user = User(name=name)
        session.add(user)
        await session.commit()
    return «user.id»
`,
    },
    {
      name: "a relationship that nobody loaded",
      code: `${models}
def count(user_id):
    with Session(engine) as session:
        user = session.get(User, user_id)
    return len(«user.posts»)
`,
      message: /^posts is loaded when it is first read/,
    },
    {
      name: "a relationship although the columns are kept",
      code: `${models}
def posts(name):
    with Keeping() as session:
        user = User(name=name)
        session.add(user)
        session.commit()
        user = session.query(User).first()
    for post in «user.posts»:
        print(post)
`,
    },
    {
      name: "the model comes from another file",
      files: { "models.py": models },
      code: `
from sqlalchemy.orm import Session
from models import User, engine

def posts(user_id):
    with Session(engine) as session:
        user = session.query(User).filter_by(id=user_id).one()
    return [p.title for p in «user.posts»]
`,
    },
  ],
  leaves: [
    {
      name: "read before the session is closed",
      code: `${models}
def create(name):
    with SessionLocal() as session:
        user = User(name=name)
        session.add(user)
        session.commit()
        return user.id

def other(name):
    with SessionLocal() as session:
        user = User(name=name)
        session.add(user)
        session.commit()
        user_id = user.id
    return user_id, user.name
`,
    },
    {
      name: "refreshed after the commit",
      code: `${models}
def create(name):
    with SessionLocal() as session:
        user = User(name=name)
        session.add(user)
        session.commit()
        session.refresh(user)
    return user.id
`,
    },
    {
      name: "expire_on_commit=False",
      code: `${models}
def create(name):
    with Keeping() as session:
        user = User(name=name)
        session.add(user)
        session.commit()
    return user.id

def other(name):
    with Session(engine, expire_on_commit=False) as session:
        user = User(name=name)
        session.add(user)
        session.commit()
    return user.id
`,
    },
    {
      name: "only loaded",
      code: `${models}
def find(user_id):
    with SessionLocal() as session:
        user = session.get(User, user_id)
    return user.name
`,
    },
    {
      name: "expunged",
      code: `${models}
def create(name):
    with SessionLocal() as session:
        user = User(name=name)
        session.add(user)
        session.commit()
        session.expunge(user)
    return user.name
`,
    },
    {
      name: "written, not read",
      code: `${models}
def create(name):
    with SessionLocal() as session:
        user = User(name=name)
        session.add(user)
        session.commit()
    user.name = "other"
    return user
`,
    },
    {
      name: "another session takes it",
      code: `${models}
def create(name):
    with SessionLocal() as session:
        user = User(name=name)
        session.add(user)
        session.commit()
    with SessionLocal() as other:
        other.add(user)
        return user.id
`,
    },
    {
      name: "loaded anew",
      code: `${models}
def create(name):
    with SessionLocal() as session:
        user = User(name=name)
        session.add(user)
        session.commit()
    with SessionLocal() as session:
        user = session.get(User, 1)
        return user.name
`,
    },
    {
      name: "eager loading",
      code: `${models}
def count(user_id):
    with Session(engine) as session:
        user = session.scalars(select(User).options(joinedload(User.posts))).first()
    return len(user.posts)

def other(user_id):
    with Session(engine) as session:
        user = session.query(User).options(joinedload(User.posts)).first()
    return len(user.posts)
`,
    },
    {
      name: "a relationship that loads with its object",
      code: `${models}
def tags(user_id):
    with Session(engine) as session:
        user = session.get(User, user_id)
    return user.tags
`,
    },
    {
      name: "a relationship that was read before",
      code: `${models}
def count(user_id):
    with Session(engine) as session:
        user = session.get(User, user_id)
        print(user.posts)
    return len(user.posts)
`,
    },
    {
      name: "a rollback, or no commit at all",
      code: `${models}
def attempt(name):
    with SessionLocal() as session:
        user = User(name=name)
        session.add(user)
        session.flush()
    return user.name
`,
    },
    {
      name: "handed to a function that may load it",
      code: `${models}
from app import load

def create(name):
    with SessionLocal() as session:
        user = User(name=name)
        session.add(user)
        session.commit()
        load(session, user)
    return user.id
`,
    },
    {
      name: "a session of the caller",
      code: `${models}
def create(session: Session, name):
    user = User(name=name)
    session.add(user)
    session.commit()
    return user.id
`,
    },
    {
      name: "files and HTTP sessions",
      code: `
import requests

def get(url):
    with requests.Session() as session:
        response = session.get(url)
        session.commit()
    return response.text
`,
    },
  ],
});
