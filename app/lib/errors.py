"""What can go wrong in a rule. Only app/web knows that some of these are HTTP statuses."""


class RuleBroken(Exception):
    """The request was understood and refused."""


class NotFound(RuleBroken):
    """There is nothing at that address."""


class AlreadyDone(RuleBroken):
    """This can be done once, and it has been."""


class Expired(RuleBroken):
    """This could have been done, but the time for it has passed."""


class NotAllowed(RuleBroken):
    """This person may not do this."""


class TooMany(RuleBroken):
    """This was asked for too often; later it will work again."""


class Invalid(RuleBroken):
    """What was entered cannot be taken. `errors` maps a field's name to a sentence for people."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {error}" for field, error in errors.items()))
        self.errors = errors
