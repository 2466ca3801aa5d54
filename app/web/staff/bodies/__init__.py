"""Pages of administrators: inspectorates, their sites, the texts of their letters."""

from app.web.staff.bodies import adding, editing, listing

PAGES = [
    listing.show_bodies,
    listing.show_body,
    listing.download,
    adding.show_new,
    adding.add,
    editing.show_part,
    editing.change_part,
]
