"""How far one language is with a set of texts."""

from dataclasses import dataclass, field


@dataclass
class Standing:
    texts: int = 0
    stale: list[str] = field(default_factory=list)  # places whose source changed since
    missing: list[str] = field(default_factory=list)  # places where nothing stands

    @property
    def done(self) -> int:
        return self.texts - len(self.stale) - len(self.missing)

    @property
    def percent(self) -> int:
        """100 only if every text is done."""
        return 100 * self.done // self.texts if self.texts else 100

    def __add__(self, other: "Standing") -> "Standing":
        return Standing(
            self.texts + other.texts, self.stale + other.stale, self.missing + other.missing
        )
