"""Stores a folder of tracks: one by one, then with 40 threads that prepare them.

Needs Flask-SQLAlchemy (pip install flask-sqlalchemy). Run it in this folder: python upload_tracks.py FOLDER
"""

import sys
import time
from concurrent import futures
from pathlib import Path

from flask import Flask
from flask_sqlalchemy import SQLAlchemy

MAX_WORKERS = 40

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///tracks.db"
db = SQLAlchemy(app)


class Track(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.String, nullable=False)
    audio = db.Column(db.LargeBinary)


def read_track(path):
    return Track(title=path.stem, audio=path.read_bytes())


def add_one_by_one(paths):
    for path in paths:
        db.session.add(read_track(path))
        db.session.commit()


def add_with_threads(paths):
    with futures.ThreadPoolExecutor(MAX_WORKERS) as executor:
        tracks = executor.map(read_track, paths)
    for track in tracks:
        db.session.add(track)
    db.session.commit()


def timed(label, work, paths):
    started = time.perf_counter()
    work(paths)
    print(f"{label}: {len(paths)} tracks in {time.perf_counter() - started:.2f} s")


if __name__ == "__main__":
    files = [path for path in Path(sys.argv[1]).iterdir() if path.is_file()]
    with app.app_context():
        db.create_all()
        timed("one by one", add_one_by_one, files)
        timed("with threads", add_with_threads, files)
