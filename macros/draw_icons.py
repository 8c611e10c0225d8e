"""Draws the icons of the ribbon beside this file: `python macros/draw_icons.py`. The .png are the source of truth."""

from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw

SIZE, FINE = 64, 8
"""Pixels of an icon; how much finer it is drawn."""
INK, BLUE, PALE, ORANGE, RED, GREEN, WHITE = "#3B4754", "#0B6E8F", "#DCEBF1", "#D98A1B", "#B42318", "#2E7D4F", "#FFFFFF"

Point = tuple[float, float]


class Pen:
    """Draws in units of a 32 x 32 grid."""

    def __init__(self) -> None:
        self.image = Image.new("RGBA", (SIZE * FINE, SIZE * FINE), (255, 255, 255, 0))
        self._draw = ImageDraw.Draw(self.image)
        self._unit = SIZE * FINE / 32

    def _at(self, *points: Point) -> list[Point]:
        return [(x * self._unit, y * self._unit) for x, y in points]

    def box(self, a: Point, b: Point, fill: str = WHITE, line: str = INK, radius: float = 1.5) -> None:
        width = round(1.6 * self._unit)
        self._draw.rounded_rectangle(self._at(a, b), radius * self._unit, fill=fill, outline=line, width=width)

    def line(self, *points: Point, color: str = INK, width: float = 1.6) -> None:
        self._draw.line(self._at(*points), fill=color, width=round(width * self._unit), joint="curve")
        for x, y in (points[0], points[-1]):
            self.disc((x, y), width / 2, color)

    def disc(self, middle: Point, radius: float, fill: str) -> None:
        x, y = middle
        self._draw.ellipse(self._at((x - radius, y - radius), (x + radius, y + radius)), fill=fill)

    def ring(self, middle: Point, radius: float, fill: str, line: str = INK, width: float = 2.2) -> None:
        x, y = middle
        corners = self._at((x - radius, y - radius), (x + radius, y + radius))
        self._draw.ellipse(corners, fill=fill, outline=line, width=round(width * self._unit))

    def arrow(self, start: Point, end: Point, color: str = BLUE) -> None:
        """An arrow along one of the axes."""
        (x, y), (u, v) = start, end
        self.line(start, end, color=color, width=2.6)
        dx, dy = (u > x) - (u < x), (v > y) - (v < y)
        tip = (u + dx * 2.6, v + dy * 2.6)
        wings = (u - dx * 2 + dy * 4, v - dy * 2 + dx * 4), (u - dx * 2 - dy * 4, v - dy * 2 - dx * 4)
        self._draw.polygon(self._at(tip, *wings), fill=color)

    def tick(self, x: float, y: float, color: str = GREEN, size: float = 1.0) -> None:
        self.line((x, y), (x + 2.4 * size, y + 2.6 * size), (x + 7 * size, y - 3.4 * size), color=color, width=2.4)


def sheet(pen: Pen, left: float = 4, top: float = 3, right: float = 22, bottom: float = 29) -> None:
    pen.box((left, top), (right, bottom))
    for y in range(round(top) + 5, round(bottom) - 2, 4):
        pen.line((left + 4, y), (right - 4, y), color="#9AA5B1", width=1.2)


def distribute(pen: Pen) -> None:
    sheet(pen, 3, 4, 18, 27)
    pen.arrow((14, 16), (26, 16))


def status(pen: Pen) -> None:
    pen.box((3, 4), (29, 28))
    pen.line((3, 11), (29, 11))
    pen.line((13, 4), (13, 28))
    pen.tick(16, 18)
    pen.line((16.5, 24), (24, 24), color=ORANGE, width=2.4)


def check(pen: Pen) -> None:
    sheet(pen, 3, 3, 20, 28)
    pen.line((23, 23), (28, 28), color=BLUE, width=3.4)
    pen.ring((19, 18), 6.5, PALE, BLUE)


def consolidate(pen: Pen) -> None:
    for x in (7, 16, 25):
        pen.box((x - 4, 3), (x + 4, 10), PALE, BLUE, 1)
    pen.line((7, 10), (7, 15), (25, 15), (25, 10), color=BLUE, width=2)
    pen.arrow((16, 10), (16, 19))
    pen.box((4, 23), (28, 29), WHITE)


def report(pen: Pen) -> None:
    pen.box((5, 3), (27, 29))
    pen.line((9, 8), (23, 8), color=INK, width=1.8)
    for x, high, color in ((9, 6, BLUE), (14, 10, BLUE), (19, 4, ORANGE)):
        pen.box((x, 25 - high), (x + 3.4, 25), color, color, 0.4)


def pdf(pen: Pen) -> None:
    pen.box((5, 3), (27, 29))
    pen.box((2.5, 12), (29.5, 23), RED, RED, 1.5)
    white = {"color": WHITE, "width": 1.5}
    pen.line((6, 21), (6, 14.6), (9, 14.6), (10, 16), (9, 17.6), (6, 17.6), **white)  # type: ignore[arg-type]
    pen.line((13.5, 14.6), (13.5, 20.6), (16, 20.6), (18, 18.6), (18, 16.6), (16, 14.6), (13.5, 14.6), **white)  # type: ignore[arg-type]
    pen.line((21.5, 21), (21.5, 14.6), (26, 14.6), **white)  # type: ignore[arg-type]
    pen.line((21.5, 17.6), (25, 17.6), **white)  # type: ignore[arg-type]


def verify(pen: Pen) -> None:
    sheet(pen, 3, 3, 16, 24)
    pen.box((15, 9), (29, 29), PALE, BLUE)
    pen.tick(18, 19.5)


def adopt(pen: Pen) -> None:
    sheet(pen, 3, 4, 18, 27)
    pen.arrow((29, 16), (18, 16), ORANGE)


def settings(pen: Pen) -> None:
    for y, x in ((8, 20), (16, 10), (24, 23)):
        pen.line((4, y), (28, y), width=2)
        pen.ring((x, y), 3.6, WHITE, BLUE)


def manual(pen: Pen) -> None:
    pen.box((3, 6), (16, 27), WHITE)
    pen.box((16, 6), (29, 27), PALE)
    for y in (12, 16, 20):
        pen.line((6.5, y), (12.5, y), color="#9AA5B1", width=1.2)
    pen.line(
        (19.5, 12), (20.5, 10.6), (23.5, 10.6), (25, 12.4), (24, 14.4), (22.4, 15.6), (22.4, 17.4), color=BLUE, width=2
    )
    pen.disc((22.4, 21.4), 1.4, BLUE)


def check_survey(pen: Pen) -> None:
    pen.box((5, 5), (27, 29))
    pen.box((11, 2.6), (21, 8), PALE, INK, 1.2)
    pen.tick(10.5, 18, size=1.5)


def new_master(pen: Pen) -> None:
    pen.box((5, 3), (24, 29))
    pen.line((9, 9), (20, 9), color="#9AA5B1", width=1.4)
    pen.disc((23, 23), 7, GREEN)
    pen.line((23, 19), (23, 27), color=WHITE, width=2.4)
    pen.line((19, 23), (27, 23), color=WHITE, width=2.4)


def import_list(pen: Pen) -> None:
    pen.box((3, 6), (17, 26))
    for y in (11, 16, 21):
        pen.line((6, y), (14, y), color="#9AA5B1", width=1.4)
    pen.box((22, 9), (30, 27), PALE, BLUE)
    pen.arrow((14, 16), (22, 16), GREEN)


def check_master(pen: Pen) -> None:
    pen.box((4, 3), (28, 29))
    for y, color in ((9, GREEN), (16, GREEN), (23, ORANGE)):
        pen.disc((9, y), 2, color)
        pen.line((14, y), (24, y), color=INK, width=1.8)


def reminders(pen: Pen) -> None:
    pen.box((3, 8), (29, 26), PALE, BLUE)
    pen.line((3.5, 9), (16, 18), (28.5, 9), color=BLUE, width=2)


def send_back(pen: Pen) -> None:
    sheet(pen, 4, 3, 22, 29)
    pen.box((13, 13), (29, 23), RED, RED, 2)
    pen.line((21, 15), (21, 18.6), color=WHITE, width=2)
    pen.disc((21, 21), 1.2, WHITE)


def log(pen: Pen) -> None:
    pen.ring((16, 16), 12, PALE, BLUE)
    pen.line((16, 9), (16, 16), (21, 19), color=INK, width=2.2)


def undo(pen: Pen) -> None:
    pen.line((12, 24), (22, 24), (26, 20), (26, 15), (22, 11), (12, 11), color=BLUE, width=2.8)
    pen.arrow((14, 11), (9, 11))


def pack(pen: Pen) -> None:
    pen.box((7, 3), (29, 23), WHITE)
    pen.box((3, 8), (25, 29), PALE, BLUE)
    pen.tick(9, 19, size=1.2)


def diff(pen: Pen) -> None:
    pen.box((3, 4), (14, 28))
    pen.box((18, 4), (29, 28))
    for y, color in ((11, INK), (17, ORANGE), (23, INK)):
        pen.line((6, y), (11, y), color=INK, width=1.8)
        pen.line((21, y), (26, y), color=color, width=1.8)


def close(pen: Pen) -> None:
    pen.line((10, 15), (10, 9), (13, 5), (19, 5), (22, 9), (22, 15), color=INK, width=2.4)
    pen.box((5, 14), (27, 29), PALE, BLUE)
    pen.tick(11, 22, size=1.2)


def errata(pen: Pen) -> None:
    pen.box((5, 3), (27, 29))
    pen.line((9, 10), (23, 10), color=ORANGE, width=1.8)
    pen.line((9, 16), (23, 16), color="#9AA5B1", width=1.2)
    pen.tick(12, 23, size=1.0)


def next_point(pen: Pen) -> None:
    pen.box((3, 6), (19, 28))
    pen.line((3, 12), (19, 12))
    pen.line((7, 18), (15, 18), color="#9AA5B1", width=1.2)
    pen.arrow((15, 20), (26, 20), ORANGE)


def history(pen: Pen) -> None:
    pen.box((3, 4), (29, 28))
    pen.line((7, 22), (13, 17), (19, 19), (25, 10), color=BLUE, width=2.2)
    for x, y in ((7, 22), (13, 17), (19, 19), (25, 10)):
        pen.disc((x, y), 2, BLUE)


def end_plan(pen: Pen) -> None:
    pen.line((8, 3), (8, 29), color=INK, width=2.4)
    pen.box((8, 4), (26, 17), PALE, BLUE, 1)
    pen.box((14, 18), (28, 30), RED, RED, 2)
    pen.line((18, 21), (24, 27), color=WHITE, width=2)
    pen.line((24, 21), (18, 27), color=WHITE, width=2)


def next_plan(pen: Pen) -> None:
    pen.box((3, 4), (15, 20))
    pen.line((6, 9), (12, 9), color="#9AA5B1", width=1.2)
    pen.line((6, 14), (12, 14), color="#9AA5B1", width=1.2)
    pen.box((16, 13), (29, 29), PALE, BLUE)
    pen.arrow((6, 25), (12, 25), ORANGE)


ICONS: tuple[Callable[[Pen], None], ...] = (
    distribute, status, check, consolidate, report, pdf, verify, adopt, settings, manual, check_survey,
    new_master, import_list, check_master, reminders, send_back, log, undo, pack, diff, close, errata, next_point,
    history, end_plan, next_plan,
)  # fmt: skip


def main() -> None:
    """Write every icon."""
    folder = Path(__file__).parent / "icons"
    for draw in ICONS:
        pen = Pen()
        draw(pen)
        small = pen.image.resize((SIZE, SIZE), Image.Resampling.LANCZOS)
        small.save(folder / f"{draw.__name__}.png", optimize=True)


if __name__ == "__main__":
    main()
