"""The photos of examples as files beside the page, without what their camera wrote into them."""

from collections.abc import Iterator

from kosei_xl.later import dataclass
from kosei_xl.publish.edition import Edition, public_fields
from kosei_xl.values.model import Line
from kosei_xl.values.pictures import Picture
from kosei_xl.values.standing import Standing
from kosei_xl.words import terms
from kosei_xl.workbook.picture_metadata import without_metadata

PHOTOS = "photos"


@dataclass(frozen=True, slots=True)
class PublicPhoto:
    """A photo on the page: its path inside the folder, and its caption."""

    path: str
    caption: str


def photos_of_line(standing: Standing, line: Line) -> Iterator[PublicPhoto]:
    """The photos of a row, by number."""
    for picture, caption in _pictures(standing, line):
        yield PublicPhoto(_path(picture), caption)


def photo_files(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """(path, bytes) of every photo on the page, each once."""
    now = edition.current
    if not public_fields(edition.plan).photos:
        return
    marked = (one for one in edition.plan.lines if one.item.repeats is None)
    found: dict[str, Picture] = {}
    for line in marked:
        if now.fields(line).get("example") in terms.FOLLOW_UP_SPELLINGS:
            found |= {_path(picture): picture for picture, _ in _pictures(now, line)}
    for path, picture in found.items():
        yield path, without_metadata(picture.data)


def _pictures(standing: Standing, line: Line) -> Iterator[tuple[Picture, str]]:
    pictures = standing.ledger.pictures
    for photo in standing.photos(line):
        if photo["picture"] in pictures:
            yield pictures[photo["picture"]], photo.get("caption", "")


def _path(picture: Picture) -> str:
    ending = "jpg" if picture.kind == "jpeg" else picture.kind
    return f"{PHOTOS}/{picture.sha256[:16]}.{ending}"
