"""The kiosk as a task of Windows' Task Scheduler. Written from its documentation; not tried on Windows."""

import subprocess
from dataclasses import dataclass

from kiosk.appliance.steps import Command
from kiosk.appliance.steps import Step

TASK = "Kiosk IKM"


@dataclass(frozen=True)
class Task:
    """What the task needs to know: the account, the program `ikm.exe`, the folder of the data, the port."""

    user: str
    program: str
    data: str
    port: int


def install_steps(task: Task) -> list[Step]:
    """What makes the kiosk start with the computer, and again after a crash; run as administrator.

    Without the time limit of zero Windows ends a task after three days.
    """
    register = "; ".join(
        (
            f"$do = New-ScheduledTaskAction -Execute {_quoted(task.program)} -Argument 'serve'",
            "$when = New-ScheduledTaskTrigger -AtStartup",
            "$how = New-ScheduledTaskSettingsSet -ExecutionTimeLimit ([TimeSpan]::Zero) -RestartCount 999 "
            "-RestartInterval (New-TimeSpan -Minutes 1) -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries",
            f"Register-ScheduledTask '{TASK}' -Force -Action $do -Trigger $when -Settings $how "
            f"-User {_quoted(task.user)} -Password (Read-Host {_quoted(f'Kata sandi {task.user}')})",
        )
    )
    rights = (f"{task.user}:(OI)(CI)F", "Administrators:(OI)(CI)F")
    return [
        Command("Buat folder data", _powershell(f"New-Item -Force -ItemType Directory {_quoted(task.data)}")),
        Command(
            "Tutup folder data bagi akun lain",
            ("icacls", task.data, "/inheritance:r", "/grant", *rights),
        ),
        *(
            Command("Tulis setelan", ("setx", "/M", name, value))
            for name, value in (
                ("IKM_INSTANCE", task.data),
                ("IKM_HOST", "0.0.0.0"),  # noqa: S104 - tablets are in the office's network
                ("IKM_PORT", str(task.port)),
            )
        ),
        Command("Daftarkan tugas", _powershell(register)),
        Command("Jalankan kiosk", _powershell(f"Start-ScheduledTask '{TASK}'")),
    ]


def remove_steps() -> list[Step]:
    """What takes the task away; data and settings stay."""
    return [
        Command("Hentikan kiosk", _powershell(f"Stop-ScheduledTask '{TASK}'")),
        Command("Hapus tugas", _powershell(f"Unregister-ScheduledTask '{TASK}' -Confirm:$false")),
    ]


def show_state() -> int:
    """Print what Task Scheduler says of the task; returns its exit code."""
    line = _powershell(f"Get-ScheduledTask '{TASK}' | Get-ScheduledTaskInfo")
    return subprocess.run(line, check=False).returncode  # noqa: S603 - our own command


def _powershell(text: str) -> tuple[str, ...]:
    return ("powershell", "-NoProfile", "-Command", text)


def _quoted(text: str) -> str:
    """A string of PowerShell in which nothing is replaced."""
    return "'" + text.replace("'", "''") + "'"
