"""A server with a thread for each client. May they share a session?

Needs SQLAlchemy (pip install sqlalchemy). Run it in this folder; try it with: nc localhost 8765
"""

import socket
import threading

from db import Base, Message, engine, session


def serve_client(client):
    with client, client.makefile("rw", encoding="utf-8") as lines:
        for line in lines:
            session.add(Message(text=line.strip()))
            session.commit()
            lines.write(f"{session.query(Message).count()} messages\n")
            lines.flush()


def main():
    Base.metadata.create_all(engine)
    with socket.create_server(("localhost", 8765)) as server:
        while True:
            client, _ = server.accept()
            threading.Thread(target=serve_client, args=(client,), daemon=True).start()


if __name__ == "__main__":
    main()
