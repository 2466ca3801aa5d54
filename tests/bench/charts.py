"""Drawing a quarter's charts and writing its pages, beside pure matplotlib."""

import time
from pathlib import Path

from matplotlib.figure import Figure

from app.lib.i18n import LANGUAGES
from app.results.charts.drawing import draw
from tests.bench.report import Report
from tests.making.charts import make_shapes
from tests.making.results import make_questionnaire, make_result


async def measure(_folder: Path, report: Report) -> None:
    questionnaire = make_questionnaire()
    result = make_result()
    shapes = [shape for one in LANGUAGES for shape in make_shapes(result, questionnaire, one)]
    draw(shapes[0])
    began = time.perf_counter()
    for shape in shapes:
        draw(shape)
    ours = (time.perf_counter() - began) / len(shapes)
    bare = _bare()
    report.line("bare matplotlib: a reused figure, twelve bars, SVG", f"{bare * 1000:8.1f} ms")
    report.line(f"a chart of ours, mean of {len(shapes)}", f"{ours * 1000:8.1f} ms")
    report.goal("  times bare matplotlib", ours / bare, at_most=1.3)


def _bare(times: int = 20) -> float:
    figure = Figure(figsize=(7.2, 3))
    began = time.perf_counter()
    for _ in range(times):
        figure.clear()
        figure.subplots().barh(range(12), range(12))
        figure.savefig("/dev/null", format="svg")
    return (time.perf_counter() - began) / times
