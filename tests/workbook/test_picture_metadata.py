"""Pictures lose what a camera or a program wrote beside them, and nothing of what is seen."""

import io

import pytest
from PIL import Image

from kosei_xl.workbook.picture_metadata import without_metadata
from tests.tools.photos import CAMERA, PHOTOGRAPHER, PLACE, camera_photo, image_bytes

SECRETS = (PHOTOGRAPHER.encode(), CAMERA.encode(), PLACE.encode(), PHOTOGRAPHER.encode("utf-16-le"))


def pixels(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data)) as image:
        return image.convert("RGB").tobytes()


@pytest.mark.parametrize(("form", "progressive"), [("JPEG", False), ("JPEG", True), ("PNG", False), ("GIF", False)])
def test_photo__everything_beside_the_picture_gone__pixels_the_same(form: str, progressive: bool) -> None:
    data = camera_photo(form, progressive=True) if progressive else camera_photo(form)
    assert any(secret in data for secret in SECRETS)
    made = without_metadata(data)
    assert not any(secret in made for secret in SECRETS)
    assert b"Exif" not in made
    assert pixels(made) == pixels(data)
    assert without_metadata(made) == made
    with Image.open(io.BytesIO(made)) as image:
        assert not dict(image.getexif())


@pytest.mark.parametrize("turned", range(2, 9))
def test_photo__turned_by_its_camera__seen_as_in_the_workbook(turned: int) -> None:
    data = camera_photo(turned=turned)
    made = without_metadata(data)
    assert pixels(made) == pixels(data)
    with Image.open(io.BytesIO(made)) as image:
        assert image.getexif().get(0x0112, 1) == 1


def test_photo__profile_and_size_on_paper__stay() -> None:
    profile = b"\0" * 40 + b"acsp" + b"\0" * 84
    image = Image.open(io.BytesIO(image_bytes()))
    for form in ("JPEG", "PNG"):
        out = io.BytesIO()
        image.save(out, form, icc_profile=profile, dpi=(300, 300))
        with Image.open(io.BytesIO(without_metadata(out.getvalue()))) as made:
            assert made.info["icc_profile"] == profile
            assert round(made.info["dpi"][0]) == 300


def test_photo__what_stands_behind_its_end__gone() -> None:
    for form in ("JPEG", "PNG"):
        data = camera_photo(form) + PHOTOGRAPHER.encode()
        made = without_metadata(data)
        assert PHOTOGRAPHER.encode() not in made
        assert pixels(made) == pixels(data)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF"])
def test_photo__cut_off_anywhere__no_error(form: str) -> None:
    data = camera_photo(form)
    for length in range(0, len(data), 7):
        assert isinstance(without_metadata(data[:length]), bytes)


def test_animation__frames_and_its_repetition_stay() -> None:
    frames = [Image.open(io.BytesIO(image_bytes(colour))).quantize(8) for colour in ("red", "teal", "navy")]
    out = io.BytesIO()
    frames[0].save(
        out, "GIF", save_all=True, append_images=frames[1:], loop=0, duration=80, comment=PHOTOGRAPHER.encode()
    )
    made = without_metadata(out.getvalue())
    assert PHOTOGRAPHER.encode() not in made
    with Image.open(io.BytesIO(made)) as image:
        assert (getattr(image, "n_frames", 1), image.info["loop"]) == (3, 0)


def test_bytes__no_picture__as_they_are() -> None:
    assert without_metadata(b"PK\3\4") == b"PK\3\4"
    assert without_metadata(b"") == b""
