"""What is missing on a machine is said in one sentence, without a traceback."""

from pathlib import Path

import pytest

from tests import machine


def test_a_node_without_its_library_is_named_with_the_package_that_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "node"
    broken.write_text(
        "#!/bin/sh\necho 'node: libatomic.so.1: cannot open shared object file' >&2; exit 127\n"
    )
    broken.chmod(0o755)
    monkeypatch.setattr(machine, "_NODE", broken)
    monkeypatch.setattr(machine, "is_root", lambda: False)
    with pytest.raises(machine.Missing, match=r"libatomic\.so\.1.*apt-get install libatomic1$") as raised:
        machine.node()
    assert "\n" not in str(raised.value)


def test_only_root_installs_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "is_root", lambda: False)
    assert machine.install("libatomic1") is False
