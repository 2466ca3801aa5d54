"""A mailbox over IMAP: as much of RFC 9051 as a program needs that reads mail and files it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import ClassVar

USER, PASSWORD = "bounces", "open sesame/@"


@dataclass
class Store:
    """What the server holds, and how it behaves."""

    inbox: dict[int, bytes] = field(default_factory=dict)
    flags: dict[int, set[str]] = field(default_factory=dict)
    folders: dict[str, list[bytes]] = field(default_factory=dict)
    capabilities: str = "IMAP4rev1 MOVE"
    prefix: str = ""
    refuses: str = ""  # a command that is answered with NO
    url: str = ""

    def put(self, *mails: bytes) -> None:
        for mail in mails:
            uid = max(self.inbox, default=0) + 1
            self.inbox[uid], self.flags[uid] = mail, set()


class _Session(StreamRequestHandler):
    store: ClassVar[Store]

    def handle(self) -> None:
        self._say(f"* OK [CAPABILITY {self.store.capabilities}] ready")
        for raw in self.rfile:
            tag, _, rest = raw.decode().strip().partition(" ")
            verb, _, words = rest.partition(" ")
            if verb.upper() == "UID":
                verb, _, words = words.partition(" ")
            verb = verb.upper()
            if verb == self.store.refuses:
                self._say(f"{tag} NO not today")
                continue
            self._say(f"{tag} {self._do(verb, words)} done")
            if verb == "LOGOUT":
                return

    def _do(self, verb: str, words: str) -> str:
        store = self.store
        match verb:
            case "CAPABILITY":
                self._say(f"* CAPABILITY {store.capabilities}")
            case "LOGIN" if words != f'{USER} "{PASSWORD}"':
                return "NO wrong password"
            case "NAMESPACE":
                self._say(f'* NAMESPACE (("{store.prefix}" ".")) NIL NIL')
            case "SELECT" if words == '"INBOX"':
                self._say(f"* {len(store.inbox)} EXISTS")
            case "SEARCH":
                found = (n for n in store.inbox if not store.flags[n] & {r"\Flagged", r"\Deleted"})
                self._say(f"* SEARCH {' '.join(map(str, found))}")
            case "FETCH":
                self._fetch(words)
            case "LOGIN" | "LOGOUT":
                pass
            case _:
                return self._change(verb, words)
        return "OK"

    def _fetch(self, words: str) -> None:
        uid, most = re.findall(r"^\d+|(?<=<0\.)\d+", words)
        body = self.store.inbox[int(uid)][: int(most)]
        self._say(f"* 1 FETCH (UID {uid} BODY[]<0> {{{len(body)}}}")
        self.wfile.write(body)
        self._say(")")

    def _change(self, verb: str, words: str) -> str:
        uid, _, rest = words.partition(" ")
        if verb == "STORE":
            self.store.flags[int(uid)] |= set(re.findall(r"\\\w+", rest))
        elif verb in ("MOVE", "COPY"):
            folder = self.store.folders.get(rest.strip('"'))
            if folder is None:
                return "NO [TRYCREATE] no such folder"
            folder.append(self.store.inbox[int(uid)])
            if verb == "MOVE":
                del self.store.inbox[int(uid)]
        elif verb == "CREATE":
            self.store.folders[words.strip('"')] = []
        elif verb == "EXPUNGE":
            del self.store.inbox[int(uid)]
        else:
            return "BAD"
        return "OK"

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def imap_server() -> Iterator[Store]:
    store = Store()
    session = type("Session", (_Session,), {"store": store})
    with ThreadingTCPServer(("127.0.0.1", 0), session) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        port = server.server_address[1]
        store.url = f"imap://{USER}:open%20sesame%2F%40@127.0.0.1:{port}/INBOX"
        yield store
        server.shutdown()
