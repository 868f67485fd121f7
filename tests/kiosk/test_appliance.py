"""What `ikm service`, `ikm https` and the Debian package put on a computer."""

import gzip
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from deb import build as package
from kiosk.appliance import https
from kiosk.appliance import manual
from kiosk.appliance import screen
from kiosk.appliance import systemd
from kiosk.appliance import windows
from kiosk.appliance.steps import Command
from kiosk.appliance.steps import NewFile
from kiosk.appliance.steps import Remove
from kiosk.appliance.steps import StepFailed
from kiosk.appliance.steps import do_all
from kiosk.cli import main
from kiosk.operations import signatures

SERVICE = systemd.Service("ikm", "/srv/ikm/venv/bin/ikm", Path("/srv/ikm/data"))
SETTINGS = st.dictionaries(
    st.sampled_from(["IKM_HOST", "IKM_PORT", "IKM_BASE_URL", "IKM_LOG_LEVEL"]),
    st.sampled_from(["", "a", "b"]),
)


def _read(text: str) -> dict[str, str]:
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


@given(SETTINGS, SETTINGS)
def test_settings_change_as_asked_and_the_others_stay(first: dict[str, str], then: dict[str, str]) -> None:
    text = https.change_settings(systemd.settings_text(), first)
    changed = https.change_settings(text, then)
    expected = {name: value for name, value in {**_read(text), **then}.items() if value}
    assert _read(changed) == expected
    assert [line for line in changed.splitlines() if line.startswith("# ")] == [
        line for line in systemd.settings_text().splitlines() if line.startswith("# ")
    ]


def test_a_unit_names_the_account_the_program_and_the_folder_and_nothing_is_left_to_fill_in() -> None:
    for name in (*systemd.NAMES, "ikm.sh"):
        assert "$user" not in systemd.fill(name, SERVICE)
    text = systemd.fill(systemd.SERVICE, SERVICE)
    assert "User=ikm\n" in text and "ExecStart=/srv/ikm/venv/bin/ikm serve\n" in text
    assert "ReadWritePaths=/srv/ikm/data " in text and "ExecStartPre" not in text
    assert "\nExecStartPre=+/bin/true\n" in systemd.fill(
        systemd.SERVICE, systemd.Service("ikm", "/bin/ikm", Path("/data"), "/bin/true")
    )


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    service = systemd.Service("root", "/bin/true", Path("/srv"))
    for name in systemd.NAMES:
        (tmp_path / name).write_text(systemd.fill(name, service))
    line = ["systemd-analyze", "verify", "--man=no", *map(str, tmp_path.iterdir())]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert not [said for said in done.stderr.splitlines() if str(tmp_path) in said or "ikm" in said]


@pytest.mark.parametrize("text", [systemd.fill("ikm.sh", SERVICE), screen.script("http://ikm.local/s/a"), *(
    (package.HERE / name).read_text() for name in ("prepare", "publish-name", "postinst", "prerm", "postrm")
)])  # fmt: skip
def test_the_scripts_are_shell(text: str) -> None:
    done = subprocess.run(["sh", "-n"], input=text, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_another_account_is_told_to_use_sudo(tmp_path: Path) -> None:
    # An account that exists, is not this one's, and is not root's.
    script = systemd.fill("ikm.sh", systemd.Service("daemon", "/bin/echo", tmp_path))
    shell = [*(["setpriv", "--reuid=65534", "--clear-groups"] if os.geteuid() == 0 else []), "sh", "-s"]

    def run(*words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run([*shell, *words], input=script, capture_output=True, text=True, check=False)

    refused = run("backup")
    assert refused.returncode == 2 and "sudo ikm backup" in refused.stderr
    assert run("score", "x.csv").stdout == "score x.csv\n"


def test_steps_write_keep_and_remove_files_and_end_at_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "etc" / "one.conf"
    do_all([NewFile("Tulis", path, "new\n", mode=0o755), NewFile("Tulis", path, "other\n", replace=False)])
    assert path.read_text() == "new\n" and path.stat().st_mode & 0o777 == 0o755
    assert [file.name for file in path.parent.iterdir()] == ["one.conf"]
    with pytest.raises(StepFailed, match="Gagal: false"):
        do_all([Command("Gagal", ("false",)), Remove("Hapus", path)])
    with pytest.raises(StepFailed, match="tidak-ada"):
        Command("Gagal", ("tidak-ada",)).do()
    assert path.exists()
    do_all([Remove("Hapus", path), Remove("Hapus", path)])
    assert not path.exists()


def test_installing_says_each_step_and_removing_takes_back_each_file() -> None:
    written = {step.path for step in systemd.install_steps(SERVICE) if isinstance(step, NewFile)}
    removed = {step.path for step in systemd.remove_steps() if isinstance(step, Remove)}
    assert written - removed == {systemd.SETTINGS}
    assert all(step.show() for step in windows.install_steps(windows.Task("ikm", "ikm.exe", "C:\\d", 8080)))


@pytest.mark.parametrize("hours", [None, screen.Hours("07:30", "16:00")])
def test_what_the_counters_screen_gets_can_be_taken_back(hours: screen.Hours | None) -> None:
    steps = screen.install_steps("http://ikm.local/s/tablet", hours)
    written = {step.path: step.text for step in steps if isinstance(step, NewFile)}
    removed = {step.path for step in screen.remove_steps() if isinstance(step, Remove)}
    assert written.keys() <= removed
    assert '"http://ikm.local/s/tablet"\n' in written[screen.SCRIPT]
    times = [
        line for text in written.values() for line in text.splitlines() if line.startswith("OnCalendar=")
    ]
    assert times == (["OnCalendar=Mon..Fri 07:30", "OnCalendar=Mon..Fri 16:00"] if hours else [])


@pytest.mark.parametrize(
    "words",
    [["javascript:alert(1)"], ["http://x/s/a;reboot"], ["http://x/s/a", "--jam", "16-7"], ["http://x/$(id)"]],
)
def test_an_address_or_hours_that_are_none_are_refused(words: list[str]) -> None:
    done = CliRunner().invoke(main, ["screen", "install", "--ya", *words])
    assert done.exit_code == 2 and ("bukan alamat" in done.output or "tidak dapat dipakai" in done.output)


@pytest.mark.skipif(systemd.is_here(), reason="this computer has systemd")
def test_without_systemd_a_service_is_refused_with_another_way() -> None:
    done = CliRunner().invoke(main, ["service", "status"])
    assert done.exit_code == 2 and "ikm serve" in done.output


@pytest.mark.parametrize(
    ("site", "address"),
    [
        (https.Site("ikm.kantor.lan"), "https://ikm.kantor.lan"),
        (https.Site("kota.example", 8443, "/ikm"), "https://kota.example:8443/ikm"),
        (https.Site("kota.example", is_public=True), "https://kota.example"),
    ],
)
def test_caddy_reads_its_configuration(site: https.Site, address: str, tmp_path: Path) -> None:
    assert site.address == address
    text = https.caddyfile(site)
    assert ("tls internal" in text) != site.is_public
    if caddy := shutil.which("caddy"):
        (tmp_path / "Caddyfile").write_text(text)
        line = [caddy, "adapt", "--adapter", "caddyfile", "--config", str(tmp_path / "Caddyfile")]
        done = subprocess.run(line, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_the_page_of_the_certificate_has_its_address_as_text_and_as_a_code() -> None:
    page = https.certificate_page(https.Site("ikm.kantor.lan"))
    assert 'href="http://ikm.kantor.lan/sertifikat/akar.crt"' in page and "<path d=" in page
    assert 'href="https://ikm.kantor.lan"' in page


@pytest.mark.parametrize("words", [["Ikm.Kantor"], ["a b"], ["ikm.lan", "--path", "ikm"], ["-x.lan"]])
def test_a_name_or_path_that_is_none_is_refused(words: list[str]) -> None:
    assert CliRunner().invoke(main, ["https", "install", "--ya", *words]).exit_code == 2


def test_every_command_has_a_manual_page() -> None:
    pages = manual.write_pages(main)
    assert {"ikm", "ikm-score", "ikm-user-add", "ikm-service-install"} <= pages.keys()
    assert all(text.startswith(".TH ") and "\n.SH NAMA\n" in text for text in pages.values())
    if man := shutil.which("man"):
        for name in ("ikm", "ikm-report"):
            line = [man, "--warnings", "-l", "-"]
            done = subprocess.run(line, input=pages[name], capture_output=True, text=True, check=False)
            said = [warning for warning in done.stderr.splitlines() if "cannot adjust line" not in warning]
            assert (done.returncode, said) == (0, [])


def test_the_shell_completes_commands_and_options() -> None:
    script = CliRunner().invoke(main, ["completion", "bash"]).output
    done = subprocess.run(["bash", "-n"], input=script, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "_IKM_COMPLETE=bash_complete" in script


@pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="needs dpkg-deb")
def test_the_package_holds_program_units_settings_manual_and_scripts(tmp_path: Path) -> None:
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    wheel = tmp_path / "ikm_kiosk-9.8.7-py3-none-any.whl"
    wheel.write_bytes(b"wheel")
    public = tmp_path / "penerbit.pub"
    public.write_text(signatures.new_key(tmp_path / "key"))
    made = package.build(wheel, wheels, "arm64", tmp_path, public)
    assert made.name == "ikm-kiosk_9.8.7_arm64.deb"
    tree = tmp_path / "tree"
    subprocess.run(["dpkg-deb", "--raw-extract", made, tree], check=True)
    control = (tree / "DEBIAN/control").read_text()
    # A package that is only recommended would be fetched, and nothing may be fetched.
    assert "Version: 9.8.7\nArchitecture: arm64\n" in control and "Recommends" not in control
    assert (tree / "usr/lib/ikm-kiosk" / wheel.name).read_bytes() == b"wheel"
    assert (tree / "usr/lib/ikm-kiosk/requirements.txt").exists()
    assert (tree / "usr/lib/ikm-kiosk/penerbit.pub").read_text() == public.read_text()
    unit = (tree / "usr/lib/systemd/system/ikm.service").read_text()
    assert "ExecStartPre=+/usr/lib/ikm-kiosk/prepare" in unit
    assert "IKM_PORT=80\n" in (tree / "usr/lib/ikm-kiosk/ikm-kiosk.conf").read_text()
    assert gzip.decompress((tree / "usr/share/man/man1/ikm.1.gz").read_bytes()).startswith(b".TH ")
    scripts = ["usr/bin/ikm", "usr/lib/ikm-kiosk/prepare", "DEBIAN/postinst", "DEBIAN/prerm", "DEBIAN/postrm"]
    assert all(os.access(tree / script, os.X_OK) for script in scripts)
