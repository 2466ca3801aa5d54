"""What every template may ask for."""

from app.lib.templates import unbroken


def test_a_line_does_not_end_inside_a_date() -> None:
    whole = '<span class="unbroken">2026-жылдын</span> <span class="unbroken">17-декабры</span>'
    assert unbroken("2026-жылдын 17-декабры") == whole


def test_all_other_text_stays_text() -> None:
    said = unbroken("<b> 5-2, 2026-07-20 & 17 December 2026")
    assert said == "&lt;b&gt; 5-2, 2026-07-20 &amp; 17 December 2026"
