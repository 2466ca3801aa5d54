"""A form with files, read as it arrives: large ones are never in memory as a whole."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field

from litestar.exceptions import ClientException
from multipart import (  # type: ignore[import-untyped]  # the framework's own reader
    MultipartError,
    MultipartSegment,
    PushMultipartParser,
    parse_options_header,
)

from app.registry.uploads.keeping import LARGEST, PIECE, TooLarge
from app.web.asked import FORM_LIMIT, Asked

_READ_AND_DROPPED = 10 * LARGEST  # a browser that is cut off shows nobody our words
_MOST_FIELDS = 10


@dataclass
class Arriving:
    """What has arrived so far: fields stand in our forms before the file."""

    request: Asked
    file_name: str = ""
    _small: dict[str, bytearray] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """A field, or the content of a small file."""
        return self._small.get(name, bytearray()).decode("utf-8", "replace").strip()

    async def file(self) -> AsyncIterator[bytes]:
        """The field `file`, in pieces of PIECE bytes but the last. ClientException if this is no
        such form; TooLarge, once it has been read to its end."""
        cutter = _Cutter()
        async for name, content in self._contents():
            if name == "file":
                for piece in cutter.cut(content):
                    yield piece
            else:
                self._keep(name, content)
        if cutter.size > LARGEST:
            raise TooLarge
        if cutter.rest:
            yield bytes(cutter.rest)

    def _keep(self, name: str, content: bytes) -> None:
        kept = self._small.setdefault(name, bytearray())
        kept += content
        if len(kept) > FORM_LIMIT:
            raise ClientException

    async def _contents(self) -> AsyncIterator[tuple[str, bytes]]:
        """Name of a field, and some of its content."""
        name = ""
        async for event in self._events():
            if isinstance(event, MultipartSegment):
                name = event.name or ""
                if name == "file":
                    self.file_name = event.filename or ""
            elif event:
                yield name, event

    async def _events(self) -> AsyncIterator[MultipartSegment | bytes | None]:
        kind, options = parse_options_header(self.request.headers.get("content-type", ""))
        if kind != "multipart/form-data" or not options.get("boundary"):
            raise ClientException
        limits = {"max_segment_size": _READ_AND_DROPPED, "max_segment_count": _MOST_FIELDS}
        try:
            parser = PushMultipartParser(options["boundary"], **limits)
            async for chunk in self.request.stream():
                for event in parser.parse(chunk) if chunk else ():
                    yield event
            parser.close()
        except MultipartError as error:
            raise ClientException from error


class _Cutter:
    """Cuts what arrives into pieces of one size, and drops what is beyond the limit."""

    def __init__(self) -> None:
        self.size = 0
        self.rest = bytearray()

    def cut(self, content: bytes) -> Iterator[bytes]:
        self.size += len(content)
        if self.size > LARGEST:
            self.rest.clear()
            return
        self.rest += content
        while len(self.rest) >= PIECE:
            yield bytes(self.rest[:PIECE])
            del self.rest[:PIECE]
