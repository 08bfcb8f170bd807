"""Templates that came with the program run without a sandbox, those of a workspace in one; both escape values."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from jinja2 import BaseLoader, DictLoader, Environment
from jinja2.bccache import BytecodeCache
from markupsafe import Markup

from casebound.compose.environment import OwnTemplates, Sandbox, make_environment, render
from casebound.compose.plain_templates import PlainEnvironment
from casebound.text.error import CaseboundError
from casebound.text.localized import Localized
from casebound.workspace.templates import compiled_templates, template_loader

WORDS = {
    "n_of": Localized({"zh-CN": "共{n}项", "en": "{n} in all"}),
    "padded": Localized({"zh-CN": "{n:>4}", "en": "{n:>4}"}),
    "sly": Localized({"zh-CN": "{n.__class__}", "en": "{n.__class__}"}),
    "plain": Localized({"zh-CN": "名称", "en": "Name & title"}),
}
LISTED = """
{% macro tag(word, class="") %}
<b{% if class %} class="{{ class }}"{% endif %}>{{ word }}</b>
{%- endmacro %}
{% macro around(word) %}<i>{{ word }}</i>{{ caller() }}{% endmacro %}
{% for item in page.items %}{{ tag(item, class=loop.index ~ "<") }}{% endfor %}
{% call around("x<") %}{{ t("n_of", n="<2>") }}{% endcall %}
{% set kept %}{{ page.title }}&{% endset %}{{ kept }}{{ t("plain")|upper }}{{ t("padded", n=3) }}
{{ page.whole }}{{ page.number }}{{ page.nothing }}{{ page.table.key }}{{ page["title"] }}{{ "a<"|safe }}
{% include "inner" %}
"""
INNER = "{{ page.title ~ lang }}{% for item in page.items %}{{ t('n_of', n=item) if loop.first }}{% endfor %}"


@dataclass(frozen=True)
class Page:
    title: str = "<script>alert('1')</script> & \"2\""
    items: tuple[object, ...] = ("全部", "a<b", Markup("<i>c</i>"))
    number: Decimal = Decimal("1.50")
    nothing: None = None

    @property
    def whole(self) -> Markup:
        return Markup("<p>made here</p>")

    @property
    def table(self) -> dict[str, str]:
        return {"key": "'quoted'"}


def own(texts: dict[str, str]) -> OwnTemplates:
    return OwnTemplates(texts.get)


def shown(loader: BaseLoader, name: str = "page", compiled: BytecodeCache | None = None, lang: str = "en") -> str:
    return render(make_environment(loader, WORDS, lang, compiled), name, Page())


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_both_show_the_same_escaped_by_jinjas_own_rules(lang: str) -> None:
    texts = {"page": LISTED, "inner": INNER}
    plain = shown(own(texts), lang=lang)
    assert plain == shown(DictLoader(texts), lang=lang)
    assert "<script>" not in plain
    assert "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &#34;2&#34;" in plain
    assert '<b class="2&lt;">a&lt;b</b><b class="3&lt;"><i>c</i></b>' in plain
    assert "<p>made here</p>1.50None&#39;quoted&#39;" in plain


@pytest.mark.parametrize("text", ["{{ page.absent }}", "{{ absent }}", "{% for x in page.absent %}{% endfor %}"])
@pytest.mark.parametrize("make", [own, DictLoader])
def test_a_missing_name_is_an_error_with_its_place(make: type[DictLoader], text: str) -> None:
    with pytest.raises(CaseboundError, match=r"templates/page.* UndefinedError"):
        shown(make({"page": text}))


def test_only_a_sandbox_keeps_templates_from_what_they_were_not_given() -> None:
    text = {"page": "{{ page.__class__.__name__ }}"}
    assert shown(own(text)) == "Page"
    with pytest.raises(CaseboundError, match="SecurityError"):
        shown(DictLoader(text))


@pytest.mark.parametrize("make", [own, DictLoader])
def test_words_reach_no_attribute_of_what_is_filled_in(make: type[DictLoader]) -> None:
    with pytest.raises(CaseboundError, match="unsafe"):
        shown(make({"page": "{{ t('sly', n=1) }}"}))


def test_what_was_compiled_without_a_sandbox_does_not_run_in_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    text = {"page": "{{ page.__class__.__name__ }}"}
    assert shown(own(text), compiled=compiled_templates()) == "Page"
    with pytest.raises(CaseboundError, match="SecurityError"):
        shown(DictLoader(text), compiled=compiled_templates())
    safe = {"page": "{{ page.title }}"}
    assert shown(own(safe), compiled=compiled_templates()) == shown(DictLoader(safe), compiled=compiled_templates())
    kept = [path.read_bytes() for path in (tmp_path / "casebound" / "templates").iterdir()]
    assert len(kept) == len({"plain", "sandbox"})


def kind_for(root: Path) -> type[Environment]:
    return type(make_environment(template_loader(root), WORDS, "en"))


def test_a_workspace_with_a_file_among_templates_has_the_sandbox(tmp_path: Path) -> None:
    assert kind_for(tmp_path) is PlainEnvironment
    (tmp_path / "templates" / "site").mkdir(parents=True)
    (tmp_path / "templates" / "site" / "missing.html").write_text("{{ page }}", "utf-8")
    assert kind_for(tmp_path) is Sandbox


def test_a_file_that_comes_later_is_not_run_without_one(tmp_path: Path) -> None:
    loader = template_loader(tmp_path)
    (tmp_path / "templates" / "site").mkdir(parents=True)
    (tmp_path / "templates" / "site" / "missing.html").write_text("{{ ''.__class__ }}", "utf-8")
    source, _, _ = loader.get_source(make_environment(loader, WORDS, "en"), "site/missing.html")
    assert "__class__" not in source
