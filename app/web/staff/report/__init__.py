"""Pages of the director's report: a quarter, one region or kind of it, and a year."""

from app.web.staff.report import asking, files, opening, quarter, year

PAGES = [
    opening.first_report,
    opening.newest_report,
    quarter.report,
    year.year_report,
    files.report_data,
    files.report_as_json,
    asking.ask_for_file,
    asking.show_file,
    asking.fetch_file,
]
