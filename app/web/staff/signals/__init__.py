"""For the ministry: whose acts are to be asked about, and why; and the calls that check it."""

from app.web.staff.signals import calling, drawing, listing, showing

PAGES = [
    listing.show_quarter,
    showing.show_inspectorate,
    showing.show_inspector,
    drawing.show_calls,
    drawing.draw_calls,
    calling.show_call,
    calling.enter_call,
]
