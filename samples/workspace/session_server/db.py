"""One session for the whole server: this is the mistake."""

from sqlalchemy import Column, Integer, String, create_engine
from sqlalchemy.orm import declarative_base, sessionmaker

engine = create_engine("sqlite:///messages.db")
Base = declarative_base()
session = sessionmaker(bind=engine)()


class Message(Base):
    __tablename__ = "messages"

    id = Column(Integer, primary_key=True)
    text = Column(String)
