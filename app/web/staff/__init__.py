"""Pages for the staff: inspectors, directors, administrators. Everything not allowed is refused."""

from app.web.staff import (
    correcting,
    denials,
    entering,
    home,
    inspections,
    odd,
    remarks,
    report,
    sign_in,
)

PAGES = [
    sign_in.show_sign_in,
    sign_in.sign_in,
    sign_in.sign_out,
    sign_in.show_set_password,
    sign_in.set_password,
    home.home,
    home.change_language,
    entering.show_form,
    entering.record,
    inspections.find,
    inspections.show,
    correcting.correct_address,
    report.first_report,
    report.newest_report,
    report.report,
    report.report_data,
    remarks.newest_remarks,
    remarks.remarks,
    denials.denials,
    odd.odd,
]
