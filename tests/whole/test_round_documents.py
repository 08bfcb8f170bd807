"""Results books, certificates and letters, made by the installed command and read by other people's tools."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from tests.whole.conftest import Run

Pages = Callable[[Path], list[str]]

ROUND = "2026-third-party"
NOTE = {
    "zh-CN": "演示：权重、分档与等级均为示例，不是任何标准的规定。",
    "en": "Demonstration: weights, bands and grades are examples, not those of any standard.",
}
PAGE_NOTE = {
    "zh-CN": "演示：权重、分档与等级均为示例",
    "en": "Demonstration: weights, bands, grades are examples",
}
"""At the foot of every page that shows a total or grade."""

pytestmark = pytest.mark.slow


def squashed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def rewrite(path: Path, change: Callable[[Any], None]) -> None:
    document = read(path)
    change(document)
    path.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False), encoding="utf-8")


def grades(root: Path, lang: str) -> list[str]:
    framework = read(root / "content" / "frameworks" / "service-star-demo.yaml")
    return [squashed(grade["title"][lang]) for grade in framework["grades"]]


def panel(root: Path) -> list[dict[str, Any]]:
    members: list[dict[str, Any]] = read(root / "content" / "rounds" / ROUND / "round.yaml")["panel"]
    return members


def sound(pdf: Path) -> None:
    done = subprocess.run(["qpdf", "--check", str(pdf)], capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr


def size_mm(pdf: Path) -> tuple[int, int]:
    done = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, check=True, encoding="utf-8")
    width, height = re.findall(r"Page size: +([\d.]+) x ([\d.]+) pts", done.stdout)[0]
    return round(float(width) * 25.4 / 72), round(float(height) * 25.4 / 72)


def comments(root: Path, case: str, *kinds: str) -> list[str]:
    folder = root / "content" / "rounds" / ROUND / "evaluations" / case
    return [
        comment["text"]
        for path in sorted(folder.glob("*.yaml"))
        for mark in read(path)["marks"].values()
        for comment in mark.get("comments") or []
        if comment["kind"] in kinds
    ]


@pytest.fixture(scope="module")
def made(casebound: Run, sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documents of the sample's round, made once."""
    folder = tmp_path_factory.mktemp("round")
    for arguments in (("results",), ("results", "--lang", "en"), ("certificate",), ("letter",)):
        done = casebound(*arguments, "--output", folder, cwd=sample)
        assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_a_results_book_ranks_every_case(made: Path, sample: Path, pages: Pages, lang: str) -> None:
    pdf = made / "results" / f"{ROUND}{'' if lang == 'zh-CN' else '.en'}.pdf"
    sound(pdf)
    text = pages(pdf)
    # the totals that test_scores.py holds against sums by hand
    totals = ["87.8", "85.9", "84.3", "82.1", "80.8", "77.8", "77.0", "74.1", "73.2", "69.9"]
    graded = "|".join(map(re.escape, grades(sample, lang)))
    assert (
        next(found for page in text if len(found := re.findall(rf"(\d\d\.\d)(?:{graded})", squashed(page))) > 1)
        == totals
    )
    for page in map(squashed, text):
        if any(grade in page for grade in grades(sample, lang)):
            assert squashed(PAGE_NOTE[lang]) in page
    whole = squashed("".join(text))
    for member in panel(sample):
        assert squashed(member["name"]) in whole
        for conflict in member["conflicts"]:
            assert squashed(conflict["reason"]) not in whole


def test_the_pages_of_the_ranking_are_true(made: Path, pages: Pages) -> None:
    pdf = made / "results" / f"{ROUND}.pdf"
    laid_out = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True, encoding="utf-8"
    )
    told = dict(re.findall(r"(?m)^ *(\d+) +\S+ .*（演示） +(\d+)$", laid_out.stdout))
    assert list(told) == [str(rank) for rank in range(1, 11)]
    for rank, folio in told.items():
        (page,) = (page for page in pages(pdf) if squashed(f"第 {rank} 名") in squashed(page))
        assert page.rstrip().split("\n")[-1] == folio or folio in page.split("\n")[-6:]


def test_a_round_that_hides_each_from_the_other_names_no_evaluator(
    casebound: Run, with_round: Path, pages: Pages
) -> None:
    rewrite(with_round / "content" / "rounds" / ROUND / "round.yaml", lambda round: round.update(blind="double"))
    casebound("results", cwd=with_round)
    casebound("letter", cwd=with_round)
    for pdf in (with_round / "build").rglob("*.pdf"):
        text = squashed("".join(pages(pdf)))
        for member in panel(with_round):
            assert squashed(member["name"]) not in text
            assert member["id"] not in text


def test_a_case_without_consent_is_ranked_and_not_named(casebound: Run, with_round: Path, pages: Pages) -> None:
    case = with_round / "content" / "cases" / "fleet-handover" / "case.md"
    title = yaml.safe_load(case.read_text(encoding="utf-8").split("\n---\n")[0])["title"]
    case.write_text(case.read_text(encoding="utf-8").replace("consent: yes", "consent: no"), encoding="utf-8")
    casebound("results", cwd=with_round)
    casebound("results", "--audience", "internal", cwd=with_round)
    public = with_round / "build" / "results" / f"{ROUND}.pdf"
    text = squashed("".join(pages(public)))
    assert squashed(title) not in text
    assert "69.9" in text
    assert "〔不公开〕" in text
    assert b"fleet-handover" not in public.read_bytes()
    internal = with_round / "build" / "results" / f"{ROUND}.internal.pdf"
    assert squashed(title) in squashed("".join(pages(internal)))


def test_each_case_with_a_grade_gets_a_certificate(made: Path, sample: Path, pages: Pages) -> None:
    certificates = sorted((made / "certificates" / ROUND).glob("*.pdf"))
    assert [pdf.stem for pdf in certificates] == sorted(
        read(sample / "content" / "rounds" / ROUND / "round.yaml")["cases"]
    )
    for pdf in certificates:
        sound(pdf)
        assert size_mm(pdf) == (297, 210)
        (page,) = pages(pdf)
        case = sample / "content" / "cases" / pdf.stem / "case.md"
        front = yaml.safe_load(case.read_text(encoding="utf-8").split("\n---\n")[0])
        for words in (front["title"], front["subject"]["name"], front["subject"]["organization"], NOTE["zh-CN"]):
            assert squashed(words) in squashed(page)
        assert sum(grade in squashed(page) for grade in grades(sample, "zh-CN")) == 1
        assert "示例" in page
    text = squashed("".join(pages(made / "certificates" / ROUND / "antenatal-waiting.pdf")))
    assert squashed("五星级（演示）") in text  # 87.8


def test_a_case_without_a_grade_gets_none_and_it_is_said_why(casebound: Run, with_round: Path) -> None:
    rewrite(
        with_round / "content" / "rounds" / ROUND / "round.yaml", lambda round: round.update(framework="saq-0008-2024")
    )
    done = casebound("certificate", "--lang", "en", cwd=with_round)
    assert done.returncode == 1
    assert (
        "[no-certificate] “fleet-handover” gets no certificate: The weights of “saq-0008-2024” are not" in done.stderr
    )
    assert not list((with_round / "build").rglob("*.pdf"))


def test_a_case_that_nobody_has_evaluated_yet_gets_no_letter(casebound: Run, with_round: Path) -> None:
    shutil.rmtree(with_round / "content" / "rounds" / ROUND / "evaluations" / "fleet-handover")
    done = casebound("letter", "--lang", "en", cwd=with_round)
    assert "[no-letter] “fleet-handover” gets no letter: " in done.stderr
    assert not list((with_round / "build").rglob("*.pdf"))


def test_a_case_of_which_a_condition_is_not_met_gets_none(casebound: Run, with_round: Path) -> None:
    path = with_round / "content" / "rounds" / ROUND / "evaluations" / "fleet-handover" / "e08.yaml"
    rewrite(path, lambda evaluation: evaluation["conditions"]["4.4"].update(met=False))
    done = casebound("certificate", cwd=with_round)
    assert done.returncode == 1
    assert "“fleet-handover”没有证书：有评价人认为基本条件 4.4 不符合" in done.stderr


def test_a_letter_tells_every_strength_and_improvement_and_nobodys_name(made: Path, sample: Path, pages: Pages) -> None:
    letters = sorted((made / "letters" / ROUND).glob("*.pdf"))
    assert len(letters) == 10
    for pdf in letters:
        sound(pdf)
        text = squashed("".join(pages(pdf)))
        told = comments(sample, pdf.stem, "strength", "improvement")
        assert len(told) > 15
        for comment in told:
            assert squashed(comment)[:12] in text
        for comment in comments(sample, pdf.stem, "verify"):
            assert squashed(comment)[:12] not in text
        for member in panel(sample):
            assert squashed(member["name"]) not in text
            assert member["id"] not in text
        for page in pages(pdf):
            if any(grade in squashed(page) for grade in grades(sample, "zh-CN")):
                assert squashed(PAGE_NOTE["zh-CN"]) in squashed(page)


def test_a_comment_that_tells_who_wrote_it_is_left_out_and_pointed_at(
    casebound: Run, with_round: Path, pages: Pages
) -> None:
    path = with_round / "content" / "rounds" / ROUND / "evaluations" / "fleet-handover" / "e02.yaml"
    added = {"kind": "strength", "text": "顾听澜和我都这样看：交车快了。", "anchor": ""}
    rewrite(path, lambda evaluation: evaluation["marks"]["5.2.1"]["comments"].append(added))
    done = casebound("letter", cwd=with_round)
    assert done.returncode == 1
    line = next(at for at, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if "顾听澜" in text)
    assert f"evaluations/fleet-handover/e02.yaml:{line}:" in done.stderr
    assert "[comment-tells-who] 意见里有“顾听澜”" in done.stderr
    text = squashed("".join(pages(with_round / "build" / "letters" / ROUND / "fleet-handover.pdf")))
    assert "顾听澜" not in text
    assert "交车快了" not in text


def test_a_case_in_english_gets_an_english_letter_and_certificate(
    casebound: Run, with_round: Path, pages: Pages
) -> None:
    case = with_round / "content" / "cases" / "fleet-handover" / "case.md"
    case.write_text(re.sub("(?m)^lang: .*$", "lang: en", case.read_text(encoding="utf-8")), encoding="utf-8")
    casebound("letter", cwd=with_round)
    casebound("certificate", cwd=with_round)
    letter = pages(with_round / "build" / "letters" / ROUND / "fleet-handover.pdf")
    assert "Feedback on the evaluation" in letter[0]
    assert "What the evaluators say" in "".join(letter)
    (certificate,) = pages(with_round / "build" / "certificates" / ROUND / "fleet-handover.pdf")
    assert "CERTIFICATE" in certificate.upper()
    assert "Three stars (demo)" in certificate
    assert NOTE["en"] in " ".join(certificate.split())


def test_paper_is_that_of_the_settings(casebound: Run, with_round: Path) -> None:
    settings = with_round / "casebound.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + '\n[print]\nsize = "B5"\n', encoding="utf-8")
    casebound("results", cwd=with_round)
    casebound("letter", cwd=with_round)
    casebound("report", "fleet-handover", cwd=with_round)
    build = with_round / "build"
    assert size_mm(build / "results" / f"{ROUND}.pdf") == (176, 250)
    assert size_mm(build / "reports" / "fleet-handover.pdf") == (176, 250)
    assert size_mm(build / "letters" / ROUND / "fleet-handover.pdf") == (210, 297)


def test_the_same_round_gives_the_same_bytes(casebound: Run, with_round: Path, tmp_path: Path) -> None:
    for folder, seed in (("one", "1"), ("two", "2")):
        for verb in ("results", "letter"):
            casebound(
                verb,
                "--fresh",
                "--output",
                tmp_path / folder,
                cwd=with_round,
                SOURCE_DATE_EPOCH="1775001600",
                PYTHONHASHSEED=seed,
            )
    made = sorted(path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*.pdf"))
    assert len(made) == 2
    for path in made:
        assert (tmp_path / "one" / path).read_bytes() == (tmp_path / "two" / path).read_bytes()


def test_an_unknown_round_or_case_is_named(casebound: Run, with_round: Path) -> None:
    done = casebound("results", "2026-third-partie", cwd=with_round)
    assert done.returncode == 2
    assert f"“{ROUND}”?" in done.stderr
    done = casebound("letter", "fleet-handovr", cwd=with_round)
    assert done.returncode == 2
    assert "“fleet-handover”?" in done.stderr
    shutil.rmtree(with_round / "content" / "rounds")
    done = casebound("certificate", cwd=with_round)
    assert done.returncode == 2
