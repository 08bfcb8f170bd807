"""The one date of a build: told, or that of the newest commit, or that of the newest source file."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from casebound.text.error import CaseboundError
from casebound.workspace.clock import now, source_date, today


@pytest.fixture(autouse=True)
def untold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    for name, moment in (("casebound.toml", 1_000), ("content/case.md", 3_000), ("build.log", 9_000)):
        (tmp_path / name).write_text(name, encoding="utf-8")
        os.utime(tmp_path / name, (moment, moment))
    return tmp_path


def git(root: Path, *arguments: str) -> None:
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "HOME": str(root)}
    dates = {"GIT_AUTHOR_DATE": "@5000 +0000", "GIT_COMMITTER_DATE": "@5000 +0000"}
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    subprocess.run(
        ["git", *identity, *arguments], cwd=root, env=os.environ | settings | dates, check=True, capture_output=True
    )


def test_what_is_told_holds(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1775001600")
    assert source_date(root) == 1775001600


@pytest.mark.parametrize("told", ["soon", "-1", "1.5", "²", "9" * 30])
def test_what_is_no_date_is_refused(told: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", told)
    with pytest.raises(CaseboundError, match="SOURCE_DATE_EPOCH"):
        source_date(root)


def test_without_git_the_newest_source_counts(root: Path) -> None:
    assert source_date(root) == 3_000


def test_the_newest_commit_counts_before_files(root: Path) -> None:
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message=first")
    assert source_date(root) == 5_000


def test_a_repository_without_a_commit_is_as_none(root: Path) -> None:
    git(root, "init", "--quiet")
    assert source_date(root) == 3_000


def test_no_program_that_a_repository_names_is_run(root: Path) -> None:
    """A stranger's repository may ask for signatures to be shown, and name the program that verifies them."""
    program = root / "program"
    program.write_text(f"#!/bin/sh\ntouch '{root}/was-run'\n", encoding="utf-8")
    program.chmod(0o755)
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    tree = subprocess.run(["git", "write-tree"], cwd=root, check=True, capture_output=True, encoding="ascii").stdout
    signed = (
        f"tree {tree.strip()}\nauthor x <x@example.org> 5000 +0000\ncommitter x <x@example.org> 5000 +0000\n"
        "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\nfirst\n"
    )
    made = ["git", "hash-object", "-t", "commit", "-w", "--stdin"]
    commit = subprocess.run(made, cwd=root, input=signed, check=True, capture_output=True, encoding="utf-8").stdout
    git(root, "update-ref", "HEAD", commit.strip())
    git(root, "config", "log.showSignature", "true")
    git(root, "config", "gpg.program", str(program))
    assert source_date(root) == 5_000
    assert not (root / "was-run").exists()


def test_a_rehearsal_has_its_own_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEBOUND_TODAY", "2026-04-09")
    assert (today(), now()) == (date(2026, 4, 9), datetime(2026, 4, 9, tzinfo=UTC))
    monkeypatch.setenv("CASEBOUND_TODAY", "9 April")
    with pytest.raises(CaseboundError, match="CASEBOUND_TODAY"):
        today()
    monkeypatch.delenv("CASEBOUND_TODAY")
    assert abs(now() - datetime.now(UTC)) < timedelta(minutes=1)
