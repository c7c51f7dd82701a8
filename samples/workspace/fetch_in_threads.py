"""Reads the whole table three times: in three threads, then one after the other.

Needs SQLAlchemy (pip install sqlalchemy). Run it in this folder.
"""

import threading
import time
from pathlib import Path

from sqlalchemy import Column, Date, Integer, String, create_engine, select
from sqlalchemy.orm import declarative_base, scoped_session, sessionmaker

READS = 3

engine = create_engine(f"sqlite:///{Path(__file__).with_name('christmas.db')}")
ThreadSession = scoped_session(sessionmaker(bind=engine))
Base = declarative_base()


class File(Base):
    __tablename__ = "files"

    id = Column(Integer, primary_key=True)
    filename = Column(String)
    date = Column(Date)


def read_everything(results):
    session = ThreadSession()
    try:
        results.append(len(session.execute(select(File.__table__)).fetchall()))
    finally:
        ThreadSession.remove()


def in_threads():
    results = []
    threads = [threading.Thread(target=read_everything, args=(results,)) for _ in range(READS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def one_after_the_other():
    results = []
    for _ in range(READS):
        read_everything(results)
    return results


def timed(label, work):
    started = time.perf_counter()
    rows = sum(work())
    print(f"{label}: {rows} rows in {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    timed("one after the other", one_after_the_other)
    timed("in three threads", in_threads)
