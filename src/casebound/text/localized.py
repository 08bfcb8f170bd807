"""The same words in several languages; the reader's language picks one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

CHINESE = "zh-CN"
ENGLISH = "en"
LANGUAGES = (CHINESE, ENGLISH)
"""Languages in which Casebound itself speaks: messages, labels, templates."""


@dataclass(frozen=True, slots=True)
class Localized:
    """Words by language tag (`zh-CN`, `en`)."""

    texts: Mapping[str, str]

    def to(self, lang: str) -> str:
        """The words in `lang`, else in Chinese, else in any language, else nothing."""
        if lang in self.texts:
            return self.texts[lang]
        return self.texts.get(CHINESE) or next(iter(self.texts.values()), "")

    def filled(self, **values: str | int | Localized) -> Localized:
        """The words with `{name}` places filled in; a localized value follows the language of the words."""
        return Localized(
            {
                lang: pattern.format(
                    **{
                        name: value.to(lang) if isinstance(value, Localized) else value
                        for name, value in values.items()
                    }
                )
                for lang, pattern in self.texts.items()
            }
        )

    def __bool__(self) -> bool:
        return any(self.texts.values())


NOTHING = Localized({})


def phrase(zh: str, en: str, **values: str | int | Localized) -> Localized:
    """A message in both languages with `values` filled in; a localized value follows the message's language."""

    return Localized({CHINESE: zh, ENGLISH: en}).filled(**values)


def counted(n: int, zh: str, one: str, many: str = "") -> Localized:
    """A number with what it counts: `3 个错误`, `1 error`, `3 errors`; without `many`, English adds an s."""
    return Localized({CHINESE: f"{n} {zh}", ENGLISH: f"{n} {one if n == 1 else many or one + 's'}"})


def closed_up(n: int, zh: str, one: str, many: str = "") -> Localized:
    """As `counted`, for sentences of Chinese print: `3个错误`, `1 error`, `3 errors`."""
    words = counted(n, zh, one, many)
    return Localized({CHINESE: f"{n}{zh}", ENGLISH: words.to(ENGLISH)})
