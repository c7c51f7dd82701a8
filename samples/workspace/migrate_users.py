"""Copies users from MySQL to PostgreSQL with a thread and a commit for each.

Needs SQLAlchemy, PyMySQL and psycopg2, and the two databases that the URLs name.
"""

import os
import threading

from sqlalchemy import Column, Integer, String, create_engine
from sqlalchemy.orm import declarative_base, scoped_session, sessionmaker

mysql_engine = create_engine(os.environ.get("SOURCE_URL", "mysql+pymysql://localhost/source_db"))
pg_engine = create_engine(os.environ.get("TARGET_URL", "postgresql+psycopg2://localhost/target_db"))
MySQLSession = scoped_session(sessionmaker(bind=mysql_engine))
PGSession = scoped_session(sessionmaker(bind=pg_engine))
Base = declarative_base()


class User(Base):
    __tablename__ = "users"

    id = Column(Integer, primary_key=True)
    name = Column(String(50))
    email = Column(String(100))


def copy_user(user_id):
    source = MySQLSession()
    target = PGSession()
    try:
        user = source.query(User).filter_by(id=user_id).first()
        if user:
            target.add(User(id=user.id, name=user.name, email=user.email))
            target.commit()
    except Exception as error:
        print(f"Error migrating user {user_id}: {error}")
        target.rollback()
    finally:
        source.close()
        target.close()


def copy_all(user_ids):
    threads = []
    for user_id in user_ids:
        thread = threading.Thread(target=copy_user, args=(user_id,))
        threads.append(thread)
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    session = MySQLSession()
    ids = [user_id for (user_id,) in session.query(User.id)]
    MySQLSession.remove()
    copy_all(ids)
