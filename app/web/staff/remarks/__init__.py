"""For directors: remarks read, given themes, decided on; measures; and masks, which take two."""

from app.web.staff.remarks import listing, masks, measures, one

PAGES = [
    listing.newest_remarks,
    listing.show_remarks,
    listing.act_on_chosen,
    one.show_remark,
    one.give_themes,
    one.decide_on_one,
    one.propose_mask,
    measures.show_measures,
    measures.show_measure,
    measures.change_measure,
    masks.show_masks,
    masks.settle_mask,
]
