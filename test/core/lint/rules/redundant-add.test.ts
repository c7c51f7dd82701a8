import { redundantAdd } from "../../../../src/core/lint/rules/redundant-add.ts";
import { checkRule } from "../../../support/check-rule.ts";

const orm = `
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session, sessionmaker
from models import Tag, User
engine = create_engine("sqlite:///app.db")
SessionLocal = sessionmaker(bind=engine)
`;

checkRule(redundantAdd, {
  finds: [
    {
      name: "the rows of a query",
      severity: "hint",
      code: `${orm}
def close(session: Session):
    for user in session.query(User).filter(User.active):
        user.active = False
        «session.add(user)»
    session.commit()
`,
    },
    {
      name: "the rows of a query's all(), held by a name",
      code: `${orm}
def close():
    with SessionLocal() as s:
        users = s.query(User).all()
        for u in users:
            u.active = False
            «s.add(u)»
        s.commit()
`,
    },
    {
      name: "an object that get() loads in the loop",
      code: `${orm}
def close(session: Session, ids):
    for key in ids:
        user = session.get(User, key)
        user.active = False
        «session.add(user)»
    session.commit()
`,
    },
    {
      name: "an object that first() loads in the loop",
      code: `${orm}
def close(session: Session, names):
    for name in names:
        user = session.query(User).filter_by(name=name).first()
        if user:
            user.active = False
            «session.add(user)»
    session.commit()
`,
    },
    {
      name: "Flask's Model.query",
      code: `
from flask_sqlalchemy import SQLAlchemy
db = SQLAlchemy()

class Track(db.Model):
    id = db.Column(db.Integer, primary_key=True)

def reset():
    for track in Track.query.all():
        track.plays = 0
        «db.session.add(track)»
    db.session.commit()
`,
    },
    {
      name: "SQLModel's exec(select(…)).all()",
      code: `
from sqlmodel import Session, select
from models import Hero

def age(session: Session):
    heroes = session.exec(select(Hero)).all()
    for hero in heroes:
        hero.age += 1
        «session.add(hero)»
    session.commit()
`,
    },
    {
      name: "scalars of an AsyncSession",
      code: `
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from models import Hero

async def age(session: AsyncSession):
    for hero in (await session.scalars(select(Hero))).all():
        hero.age += 1
        «session.add(hero)»
    await session.commit()
`,
    },
    {
      name: "an attribute's session",
      code: `${orm}
class Store:
    def __init__(self):
        self.session = SessionLocal()

    def close(self):
        for user in self.session.query(User):
            user.active = False
            «self.session.add(user)»
        self.session.commit()
`,
    },
    {
      name: "an object that another module's session has loaded in the round",
      code: `
from shop import db
from shop.models import Offer

def close(ids):
    for id in ids:
        offer = db.session.get(Offer, id)
        offer.open = False
        «db.session.add(offer)»
    db.session.commit()
`,
    },
  ],
  leaves: [
    {
      name: "new objects",
      code: `${orm}
def load(session: Session, names):
    for name in names:
        session.add(User(name=name))
        tag = Tag(name=name)
        session.add(tag)
`,
    },
    {
      name: "an object that is made if there is none",
      code: `${orm}
def load(session: Session, names):
    for name in names:
        user = session.query(User).filter_by(name=name).first()
        if user is None:
            user = User(name=name)
            session.add(user)
    for name in names:
        user = session.query(User).filter_by(name=name).first() or User(name=name)
        session.add(user)
`,
    },
    {
      name: "outside of a loop",
      code: `${orm}
def rename(session: Session, key, name):
    user = session.get(User, key)
    user.name = name
    session.add(user)
    session.commit()
`,
    },
    {
      name: "objects of another session",
      code: `${orm}
def copy(source: Session, target: Session):
    for user in source.query(User):
        source.expunge(user)
        target.add(user)
    for user in source.query(User):
        target.add(user)
`,
    },
    {
      name: "objects that are detached in the loop",
      code: `${orm}
def copy(session: Session):
    for user in session.query(User).all():
        session.expunge(user)
        make_transient(user)
        user.id = None
        session.add(user)
`,
    },
    {
      name: "objects of a list whose origin is not known",
      code: `${orm}
def load(session: Session, users):
    for user in users:
        user.active = True
        session.add(user)
`,
    },
    {
      name: "something else made of a row",
      code: `${orm}
def copy(session: Session):
    for user in session.query(User):
        session.add(Tag(name=user.name))
        copied = user.copy()
        session.add(copied)
`,
    },
    {
      name: "a set",
      code: `${orm}
def names(session: Session):
    seen = set()
    for user in session.query(User):
        seen.add(user)
`,
    },
    {
      name: "add_all",
      code: `${orm}
def load(session: Session, groups):
    for users in groups:
        session.add_all(users)
`,
    },
    {
      name: "rows of columns",
      code: `${orm}
def load(session: Session):
    for name, rank in session.query(User.name, User.rank):
        session.add(Tag(name=name, rank=rank))
`,
    },
    {
      name: "an object of a dictionary",
      code: `${orm}
def load(session: Session, known, names):
    for name in names:
        session.add(known[name])
`,
    },
    {
      name: "a constant loop",
      code: `${orm}
def load(session: Session):
    for name in ("a", "b"):
        user = session.query(User).filter_by(name=name).first()
        session.add(user)
`,
    },
  ],
  fixes: [
    {
      name: "removes the line",
      safe: false,
      before: `${orm}
def close(session: Session):
    for user in session.query(User).filter(User.active):
        user.active = False
        session.add(user)
    session.commit()
`,
      after: `${orm}
def close(session: Session):
    for user in session.query(User).filter(User.active):
        user.active = False
    session.commit()
`,
    },
  ],
});
