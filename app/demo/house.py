"""The demo's second process: the web program and the mail server, on two sockets it is handed."""

import socket
import sys
import threading
from contextlib import closing
from pathlib import Path

import uvicorn
import uvloop

from app.demo.folder import HOST, Folder
from app.demo.mailbox import Mailbox
from app.demo.mailserver import mail_server
from app.demo.pages import House, router
from app.lib.quarters import Quarter
from app.main import create_app

READY = b"ready\n"


class _Server(uvicorn.Server):
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        sys.stdout.buffer.write(READY)
        sys.stdout.flush()


async def serve(path: Path, web: socket.socket, mail: socket.socket, present: Quarter) -> None:
    with closing(Mailbox(Folder(path).mailbox)) as mailbox:
        house = House(Folder(path), mailbox, present)
        config = uvicorn.Config(
            create_app(extra_routes=[router(house)]),
            access_log=False,  # as `pikir serve` keeps none
            server_header=False,
            log_level="warning",
            proxy_headers=True,
            forwarded_allow_ips=HOST,
            timeout_graceful_shutdown=2,
        )
        server = _Server(config)
        threading.Thread(target=_end_with_input, args=[server], daemon=True).start()
        async with mail_server(mailbox, mail):
            await server.serve([web])


def _end_with_input(server: uvicorn.Server) -> None:
    sys.stdin.buffer.read()
    server.should_exit = True


if __name__ == "__main__":
    path, web, mail, present = sys.argv[1:]
    uvloop.run(  # as uvicorn does by itself
        serve(
            Path(path),
            socket.socket(fileno=int(web)),
            socket.socket(fileno=int(mail)),
            Quarter.parse(present),
        )
    )
