"""How far a file of a report has come."""

WAITING = "waiting"
DRAWING = "drawing"  # the charts that are not drawn yet
WRITING = "writing"
READY = "ready"
FAILED = "failed"  # it may be asked for again

FOR_THE_WORKER = (WAITING, DRAWING, WRITING)
# Of each form, in this order.
STEPS = {"xlsx": (WRITING,), "pdf": (DRAWING, WRITING)}
