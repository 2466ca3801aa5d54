"""Charts: what is drawn (shapes, specs), how (drawing), and where drawings are kept (shelf).

Drawing needs matplotlib, which costs a process half a second and fifty megabytes. Only the worker
and the command line import app.results.charts.drawing; web processes read the shelf.
"""
