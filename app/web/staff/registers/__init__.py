"""Registers from files: sent, looked at, mapped, tried, imported.

For the director of the inspectorate and for administrators: a register holds the records of all
inspectors, and whoever brings it in answers for all of them. Inspectors enter their own.
"""

from app.web.staff.registers import choosing, mapping, sending, showing

PAGES = [
    sending.list_registers,
    sending.send_register,
    showing.show_register,
    showing.import_register,
    showing.forget_register,
    showing.refused_rows,
    choosing.choose_sheet,
    choosing.send_map,
    mapping.map_register,
    mapping.change_map,
    mapping.map_file,
]
