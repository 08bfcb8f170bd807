"""Facts about PDF files, from files made by hand."""

import io
from pathlib import Path

import pikepdf

from casebound.press.fonts import FontFace, FontSet
from casebound.press.inspect import EmbeddedFont, embedded_fonts, stray_fonts

HEI = FontFace(family="Casebound Hei", weight=400, path=Path("/hei.otf"), digest="", ranges=())


def pdf_with_fonts(**fonts: bool) -> bytes:
    """A file with a composite font per name, its program embedded or not, as WeasyPrint writes them."""
    with pikepdf.new() as file:
        page = file.add_blank_page()
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary())
        for number, (name, embedded) in enumerate(fonts.items()):
            base = pikepdf.Name("/" + name.replace("_", "-").replace("--", "+"))
            descriptor = pikepdf.Dictionary(Type=pikepdf.Name.FontDescriptor, FontName=base)
            if embedded:
                descriptor.FontFile3 = file.make_stream(b"program")
            inner = pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.CIDFontType0, BaseFont=base, FontDescriptor=descriptor
            )
            font = pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0, BaseFont=base, DescendantFonts=[inner]
            )
            page.Resources.Font[f"/F{number}"] = file.make_indirect(font)
        target = io.BytesIO()
        file.save(target)
        return target.getvalue()


def test_fonts_are_listed_by_base_name_without_the_subset_prefix() -> None:
    assert embedded_fonts(pdf_with_fonts(ABCDEF__Casebound_Hei=True, Helvetica=False)) == (
        EmbeddedFont(name="Casebound-Hei", embedded=True),
        EmbeddedFont(name="Helvetica", embedded=False),
    )


def test_fonts_of_another_family_and_fonts_not_embedded_are_strays() -> None:
    pdf = pdf_with_fonts(ABCDEF__Casebound_Hei=True, GHIJKL__DejaVu_Sans=True, MNOPQR__Casebound_Hei_Bold=False)
    strays = stray_fonts(pdf, FontSet(faces=(HEI,)))
    assert [str(font) for font in strays] == ["Casebound-Hei-Bold (not embedded)", "DejaVu-Sans"]
