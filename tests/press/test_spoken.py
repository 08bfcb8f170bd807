"""What a document may print: the text whose glyphs the fonts must have."""

from xml.etree.ElementTree import Comment, fromstring

from casebound.press.spoken import markup_text, stylesheet_text, svg_text


def test_markup_text_leaves_out_what_is_never_set() -> None:
    html = fromstring(
        "<html><head><title>t</title><style>s</style></head><body>一<b>二</b>三<script>x</script>四"
        "<svg xmlns='http://www.w3.org/2000/svg'><title>u</title><text>五</text></svg></body></html>"
    )
    html[1].insert(0, Comment("c"))
    assert markup_text(html) == "一二三四五"


def test_stylesheet_text_is_the_strings_with_escapes_resolved() -> None:
    sheet = '/* "注" */ @media print { li::before { content: "\\2713" attr(x "默认") } } q { quotes: "「" "」" }'
    assert stylesheet_text((sheet,)) == "✓默认「」"


def test_svg_text_reads_svg_assets_only() -> None:
    assets = {"asset:b.svg": "<svg><text>乙</text></svg>".encode(), "asset:a.png": b"<t>\xff</t>"}
    assert svg_text(assets) == "乙"
