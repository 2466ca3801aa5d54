"""What is counted of each inspector's acts: one signal each, and what it is a share of."""

from enum import StrEnum

MANY_FIRMS = 3  # businesses with one address: two may be one family's
LATE_AFTER = 14  # days from the act to its entry
COUNTED_BACK = 4  # quarters in which one address is looked for at many firms


class Signal(StrEnum):
    """In the order in which they are shown."""

    NO_ADDRESS = "no-address"  # of all acts: without an e-mail address, whatever the reason
    CAME_BACK = "came-back"  # of letters taken or refused for good: there is no such mailbox
    SHARED = "shared"  # of acts with an address: it stands at three businesses or more
    FOREIGN = "foreign"  # of acts with an address: the inspectorate's own, or a throw-away one
    LATE = "late"  # of all acts: entered more than 14 days after the act
    CHANGED = "changed"  # of acts that had an address at first: another one took its place
    NOT_MINE = "not-mine"  # of letters that arrived: "this was not my inspection"
