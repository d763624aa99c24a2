"""Photos from a phone: shown upright, and without telling where the family lives."""

from io import BytesIO

import pytest
from PIL import Image

from ehcportal.storage.checks import Door, Limits, Reason, inspect
from ehcportal.storage.checks.refusals import RefusalError
from ehcportal.storage.pictures import for_showing, prepare
from tests.storage import samples


def shown(content: bytes, **how: int) -> Image.Image:
    return Image.open(BytesIO(for_showing(BytesIO(content), **how).content))


@pytest.mark.parametrize(
    ("form", "becomes"),
    [("JPEG", "JPEG"), ("PNG", "PNG"), ("WEBP", "WEBP"), ("HEIF", "JPEG"), ("GIF", "PNG")],
)
def test_nobody_learns_from_a_picture_where_it_was_taken(form: str, becomes: str) -> None:
    saving = {} if form == "GIF" else {"exif": samples.located()}
    original = samples.picture(form, **saving)
    if form != "GIF":
        assert b"Telephone maker" in original
    copy = for_showing(BytesIO(original))
    found = Image.open(BytesIO(copy.content))
    assert found.format == becomes
    assert copy.mime == f"image/{becomes.lower()}"
    assert (copy.width, copy.height) == found.size == (60, 40)
    assert not dict(found.getexif())
    assert b"Telephone maker" not in copy.content


def test_comments_and_texts_hidden_in_a_picture_stay_behind() -> None:
    commented = samples.picture("JPEG", comment=b"At 1 High Street", xmp=b"<gps>51.5</gps>")
    assert b"High Street" in commented
    copy = for_showing(BytesIO(commented)).content
    assert b"High Street" not in copy
    assert b"gps" not in copy


@pytest.mark.parametrize("form", ["JPEG", "HEIF"])
def test_a_photo_taken_sideways_stands_upright(form: str) -> None:
    upright = shown(samples.picture(form, exif=samples.located(turned=6)))
    assert upright.size == (40, 60)
    red, _, blue = upright.getpixel((20, 5))
    assert red > 200
    assert blue < 90


def test_a_large_photo_is_made_small_enough_for_a_phone_line() -> None:
    assert shown(samples.picture("JPEG", (1200, 600)), long_edge=300).size == (300, 150)
    assert shown(samples.picture("PNG", (100, 50)), long_edge=300).size == (100, 50)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_pictures_in_every_way_of_holding_colours_can_be_shown(mode: str) -> None:
    written = BytesIO()
    Image.new(mode, (30, 20)).save(written, "TIFF" if mode == "CMYK" else "PNG")
    if mode == "CMYK":
        written = BytesIO()
        Image.new(mode, (30, 20)).save(written, "JPEG")
    assert for_showing(written).width == 30


def test_see_through_parts_stay_so_where_the_kind_can_hold_them() -> None:
    clear = BytesIO()
    Image.new("RGBA", (9, 9), (0, 0, 0, 0)).save(clear, "PNG")
    assert shown(clear.getvalue()).getpixel((1, 1)) == (0, 0, 0, 0)
    clear = BytesIO()
    Image.new("RGBA", (64, 64), (0, 0, 0, 0)).save(clear, "HEIF")
    assert min(shown(clear.getvalue()).getpixel((5, 5))) > 240


def test_the_original_is_kept_whole_and_only_sealed() -> None:
    original = samples.picture("JPEG", exif=samples.located())
    kept = prepare(BytesIO(original), lambda content: b"sealed" + content[::-1])
    assert kept.sealed_original == b"sealed" + original[::-1]
    assert kept.shown.extension == ".jpg"


def test_a_tiny_file_that_claims_to_be_a_giant_picture_is_refused_before_it_is_unpacked() -> None:
    giant = BytesIO()
    Image.new("1", (20_000, 20_000)).save(giant, "PNG")
    found = inspect(giant, "a.png", doors=[Door.PICTURES], limits=Limits())
    assert found.reason == Reason.TOO_MANY_PIXELS
    with pytest.raises(RefusalError):
        for_showing(giant)


def test_half_a_picture_is_refused_with_words_and_does_not_break_the_page() -> None:
    for form in ("JPEG", "PNG", "HEIF", "WEBP", "GIF"):
        whole = samples.picture(form, (300, 300))
        found = inspect(
            BytesIO(whole[: len(whole) * 2 // 3]), "a.jpg", doors=[Door.PICTURES], limits=Limits()
        )
        assert found.reason == Reason.DAMAGED, form
