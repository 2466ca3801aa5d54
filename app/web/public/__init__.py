"""Pages for everybody."""

from app.web.public import (
    home,
    not_mine,
    open_survey,
    privacy,
    results,
    sites,
    so_far,
    stop,
    survey,
    test_letter,
)

PAGES = [
    home.choose,
    home.kyrgyz,
    home.home,
    privacy.privacy,
    results.latest,
    results.results,
    so_far.so_far,
    sites.site,
    sites.stylesheet,
    survey.look,
    survey.send,
    survey.thanks,
    open_survey.original_address,
    open_survey.look,
    open_survey.send,
    stop.look,
    stop.act,
    not_mine.look,
    not_mine.act,
    test_letter.explain,
]
