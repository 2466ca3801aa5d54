"""What a file is, by the end of its name: for replies and for the descriptions of data sets."""

MEDIA_TYPES = {
    "html": "text/html",
    "css": "text/css",
    "txt": "text/plain",
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "png": "image/png",
    "ics": "text/calendar",
    "atom": "application/atom+xml",
}
