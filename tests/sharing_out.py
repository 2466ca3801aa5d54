"""Which tests one process runs after another: those that share what is dear to make."""

from xdist.scheduler import LoadScopeScheduling

_TOGETHER = ("tests/browser/",)  # one quarter, published, and one Chromium


class ByFile(LoadScopeScheduling):  # type: ignore[misc]  # it has no types
    """A file at a time; of some folders all files."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        return next((folder for folder in _TOGETHER if file.startswith(folder)), file)
