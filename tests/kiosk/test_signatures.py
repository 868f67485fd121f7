"""An update is installed only if the publisher signed exactly this file under this name."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.cli import main
from kiosk.operations import signatures
from kiosk.operations.signatures import NotSigned
from kiosk.operations.signatures import PublicKey

NAME = "ikm_kiosk-99.0.0-py3-none-any.whl"


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A signed file, the publisher's public key beside it, and the secret one in a folder of its own."""
    (tmp_path / "aman").mkdir()
    (tmp_path / signatures.PUBLIC).write_text(signatures.new_key(tmp_path / "aman" / "key"))
    wheel = tmp_path / NAME
    wheel.write_bytes(b"isi versi baru" * 1000)
    signatures.sign(tmp_path / "aman" / "key", wheel)
    return wheel


def _key(release: Path) -> PublicKey:
    key = PublicKey.find(release.parent)
    assert key
    return key


def test_a_signed_file_is_accepted_and_its_secret_key_is_private(release: Path) -> None:
    _key(release).check(release)
    assert (release.parent / "aman" / "key").stat().st_mode & 0o077 == 0
    with pytest.raises(FileExistsError):
        signatures.new_key(release.parent / "aman" / "key")


@pytest.mark.parametrize("change", ["content", "name", "signature", "comment", "key", "missing", "cut"])
def test_a_file_is_refused_after(release: Path, change: str) -> None:
    key, signature = _key(release), release.with_name(NAME + signatures.SUFFIX)
    lines = signature.read_text().splitlines()
    if change == "content":
        release.write_bytes(release.read_bytes() + b"x")
    elif change == "name":  # an older version under a newer name
        for path in (release, signature):
            path.rename(path.with_name(path.name.replace("99.0.0", "99.0.1")))
        release = release.with_name(NAME.replace("99.0.0", "99.0.1"))
    elif change == "signature":
        signature.write_text("\n".join([lines[0], lines[1][:-8] + "AAAAAAA=", *lines[2:]]))
    elif change == "comment":
        signature.write_text("\n".join([*lines[:2], lines[2].replace("99.0.0", "99.0.1"), lines[3]]))
    elif change == "key":
        signatures.new_key(release.parent / "aman" / "other")
        signatures.sign(release.parent / "aman" / "other", release)
    elif change == "missing":
        signature.unlink()
    else:
        signature.write_text("\n".join(lines[:2]))
    with pytest.raises(NotSigned):
        key.check(release)


@pytest.mark.parametrize("signed", [True, False])
def test_update_refuses_what_is_not_signed_and_says_why(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, signed: bool
) -> None:
    instance = tmp_path / "instance"
    instance.mkdir()
    monkeypatch.setenv("IKM_INSTANCE", str(instance))
    monkeypatch.setattr("sys.prefix", "/usr")
    monkeypatch.setattr("sys.base_prefix", "/usr")  # where it would go on to install, it is refused
    if signed:
        shutil.copy(release.parent / signatures.PUBLIC, instance)
    done = CliRunner().invoke(main, ["update", str(release)])
    assert done.exit_code == 2
    assert ("tanda tangan penerbit tidak terbukti" in done.output) is not signed
    forced = CliRunner().invoke(main, ["update", "--paksa", str(release)])
    assert "tanda tangan" not in forced.output


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of an office whose program was installed without a key; `ikm update` ends early."""
    monkeypatch.setenv("IKM_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setattr("sys.prefix", "/usr")
    monkeypatch.setattr("sys.base_prefix", "/usr")
    return tmp_path / "instance"


def _update(*arguments: str | Path) -> str:
    done = CliRunner().invoke(main, ["update", *map(str, arguments)])
    assert done.exit_code == 2  # it stops at the environment, if not at the signature
    return done.output


def test_the_first_key_that_an_office_trusts_stays(release: Path, instance: Path) -> None:
    assert "belum ada kunci penerbit" in _update(release)
    public, pinned = release.parent / signatures.PUBLIC, instance / signatures.PUBLIC
    assert "tidak terbukti" not in _update("--penerbit", public, release)
    assert pinned.read_text() == public.read_text() and pinned.stat().st_mode & 0o077 == 0
    # A false version with a false key beside it, and the true key given once more.
    false = release.parent / "aman" / "palsu.pub"
    false.write_text(signatures.new_key(release.parent / "aman" / "false"))
    signatures.sign(release.parent / "aman" / "false", release)
    assert "bukan kunci yang dipercaya" in _update("--penerbit", false, release)
    assert "dari kunci lain" in _update(release)
    assert pinned.read_text() == public.read_text()
    signatures.sign(release.parent / "aman" / "key", release)
    assert "tidak terbukti" not in _update("--penerbit", public, release)


@pytest.mark.parametrize("key", ["bukan kunci", "\0\xff", ""])
def test_a_key_that_has_not_signed_the_version_or_is_none_is_not_kept(
    release: Path, instance: Path, key: str
) -> None:
    other = release.parent / "aman" / "lain.pub"
    other.write_text(signatures.new_key(release.parent / "aman" / "other"))
    assert "dari kunci lain" in _update("--penerbit", other, release)
    other.write_bytes(key.encode("latin-1"))
    assert "kunci" in _update("--penerbit", other, release)
    assert not (instance / signatures.PUBLIC).exists()


@pytest.mark.parametrize("signed_for", [NAME, NAME.replace("99.0.0", "98.0.0"), None])
def test_a_lock_file_is_accepted_with_the_wheel_that_it_was_signed_for_alone(
    release: Path, instance: Path, signed_for: str | None
) -> None:
    lock = release.with_name("requirements.txt")
    lock.write_text("flask==1.0 --hash=sha256:00\n")
    wheel = release.with_name(signed_for) if signed_for else None
    signatures.sign(release.parent / "aman" / "key", lock, wheel)
    said = _update("--penerbit", release.parent / signatures.PUBLIC, "--kunci", lock, release)
    assert ("tanda tangan requirements.txt itu untuk" in said) is (signed_for != NAME)


def test_what_is_installed_is_what_was_checked(
    release: Path, instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wheel that is replaced after its signature was checked is not the one that goes on."""
    checked = PublicKey.check
    later: list[bytes] = []

    def check(key: PublicKey, file: Path, wheel: Path | None = None) -> None:
        checked(key, file, wheel)
        release.write_bytes(b"false")
        later.append(file.read_bytes())

    monkeypatch.setattr(PublicKey, "check", check)
    _update("--penerbit", release.parent / signatures.PUBLIC, release)
    assert later == [b"isi versi baru" * 1000]


def test_make_sign_signs_a_lock_file_for_the_one_wheel_beside_it(release: Path) -> None:
    lock, key = release.with_name("requirements.txt"), release.parent / "aman" / "key"
    lock.write_text("flask==1.0\n")
    command = [sys.executable, "-m", "kiosk.operations.signatures", "sign", str(key)]
    assert subprocess.run([*command, str(lock)], capture_output=True, check=False).returncode == 1
    subprocess.run([*command, str(release), str(lock)], capture_output=True, check=True)
    _key(release).check(lock, release)
    _key(release).check(release, release)


@pytest.mark.skipif(not shutil.which("minisign"), reason="needs minisign: apt-get install minisign")
def test_minisign_itself_verifies_our_signatures(release: Path) -> None:
    command = ["minisign", "-Vm", str(release), "-p", str(release.parent / signatures.PUBLIC)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
