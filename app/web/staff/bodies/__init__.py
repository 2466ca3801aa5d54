"""Pages of administrators: inspectorates, their sites, the texts of their letters."""

from app.web.staff.bodies import adding, editing, listing, previewing, relay, texts

PAGES = [
    listing.show_bodies,
    listing.show_body,
    listing.download,
    adding.show_new,
    adding.add,
    editing.show_part,
    editing.change_part,
    texts.show_texts,
    texts.show_draft,
    texts.write_draft,
    texts.release,
    texts.discard,
    previewing.preview,
    previewing.preview_html,
    previewing.send_test,
    relay.show_relay,
]
