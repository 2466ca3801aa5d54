"""Charts: what is drawn (planning, shapes), how (drawing), and where they are kept (drawings).

Drawing needs matplotlib, which costs a process half a second and fifty megabytes. Only the worker
and the command line import app.results.charts.drawing; web processes only find drawings.
"""
