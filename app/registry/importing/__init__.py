"""A register from a file: CSV or a spreadsheet, with its own columns or with ours."""
