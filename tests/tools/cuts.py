"""Texts cut into pieces as the pages of a report cut them."""

from kosei_xl.workbook.measure import Face, row_height, split_at


def in_pieces(text: str, width_pt: float, face: Face, lines: int) -> tuple[str, ...]:
    """The text in pieces of at most `lines` lines; `("",)` for no text."""
    height = row_height([("\n".join("あ" * lines), 1000.0, face)])
    pieces: list[str] = []
    while (cut := split_at([(text, width_pt, face)], height, min_lines=1)) is not None:
        (piece,), (text,) = cut
        pieces.append(piece)
    return tuple(piece for piece in (*pieces, text) if piece.strip()) or ("",)
