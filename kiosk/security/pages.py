"""The page table: who may open each route, its entry in the menu, and its name in the log of acts.

A route that is missing here is refused to everyone. A new page is one line in this table and one view.
`tests/kiosk/test_access.py` compares the table with the application's routes and requests each of them
without a login, as each role, and as a user of another unit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from kiosk.security.roles import ADMIN
from kiosk.security.roles import PETUGAS
from kiosk.security.roles import PIMPINAN
from kiosk.security.roles import is_at_least

PUBLIC = "publik"


class Log(Enum):
    """Which requests for a page go into the log of acts, beside those refused."""

    POSTS = "every POST"
    # Public, but where staff log in or out: logged like staff's own pages, without their URL parameters,
    # since these contain one-time secrets.
    LOGIN = "every POST, also without a login"
    # Single answers leave the office, although nothing is changed.
    EXPORT = "every request"
    # Figures or visitors' own words are read: logged once a day for each user, unit and period.
    READING = "the first request of a day, also one for a period that may not be seen"


@dataclass(frozen=True)
class Page:
    """One route.

    `role` is the least role that may use it, or `PUBLIC`. `act` is its name in the log of acts. `menu` is
    its label in the main menu, below the heading of `group`, `section` its label in the menu of the
    settings; a page without either is marked under the entry of its blueprint, or under the endpoint that
    `under` names. A sensitive page requires a login or reauthentication from a short while ago: an unlocked
    computer must not be enough to create accounts or to destroy data for good. Publishing and excluding
    answers are not sensitive, because they are printed with a name and can be revised.
    """

    role: str
    act: str | None = None
    menu: str | None = None
    group: str = "Hasil"
    section: str | None = None
    under: str | None = None
    is_sensitive: bool = False
    log: Log = Log.POSTS


PAGES: Mapping[str, Page] = {
    "static": Page(PUBLIC),
    "health.healthz": Page(PUBLIC),
    # Citizens
    "survey.page": Page(PUBLIC),
    "survey.answer": Page(PUBLIC),
    "survey.thank": Page(PUBLIC),
    "survey.receive": Page(PUBLIC),
    "survey.draw_phone_code": Page(PUBLIC),
    "screen.draw_logo": Page(PUBLIC),
    "screen.describe_app": Page(PUBLIC),
    "screen.send_media": Page(PUBLIC),
    "screen.paint": Page(PUBLIC),
    "screen.pair": Page(PUBLIC),
    "screen.work_offline": Page(PUBLIC),
    "privacy.show": Page(PUBLIC),
    # The office's tablets, with tokens of their own
    "tablets.pair": Page(PUBLIC),
    "tablets.beat": Page(PUBLIC),
    "tablets.count_visit": Page(PUBLIC),
    "public.unit": Page(PUBLIC),
    "public.publication": Page(PUBLIC),
    "public.data": Page(PUBLIC),
    "waiting_room.show": Page(PUBLIC),
    # Logging in and out
    "session.front": Page(PUBLIC),
    "session.login": Page(PUBLIC, act="Masuk", log=Log.LOGIN),
    "session.verify": Page(PUBLIC, act="Memasukkan kode verifikasi", log=Log.LOGIN),
    "session.logout": Page(PUBLIC, act="Keluar", log=Log.LOGIN),
    "session.set_password": Page(PUBLIC, act="Membuat kata sandi", log=Log.LOGIN),
    "setup.found": Page(PUBLIC, act="Memasang kantor", log=Log.LOGIN),
    # The main menu, in its order
    "dashboard.show": Page(PETUGAS, menu="Dasbor"),
    "dashboard.units": Page(PETUGAS),
    "dashboard.yearly": Page(PETUGAS),
    "dashboard.set_yearly": Page(PIMPINAN, act="Mengisi IKM tahun sebelumnya"),
    "dashboard.remove_yearly": Page(PIMPINAN, act="Menghapus IKM tahun sebelumnya"),
    "performance.index": Page(PETUGAS, under="reports.index"),
    "performance.set_indicator": Page(PIMPINAN, act="Mengisi indikator kinerja"),
    "performance.remove_indicator": Page(PIMPINAN, act="Menghapus indikator kinerja"),
    "performance.download_sheet": Page(PETUGAS),
    "performance.upload_sheet": Page(PIMPINAN, act="Mengimpor indikator kinerja"),
    "performance.set_peer": Page(PIMPINAN, act="Mengisi angka unit lain"),
    "performance.remove_peer": Page(PIMPINAN, act="Menghapus angka unit lain"),
    "performance.meetings": Page(PETUGAS, under="reports.index"),
    "performance.record_meeting": Page(PETUGAS, act="Mencatat rapat evaluasi"),
    "performance.remove_meeting": Page(PIMPINAN, act="Menghapus catatan rapat"),
    "results.month": Page(PETUGAS, act="Membuka hasil dengan saran", menu="Hasil", log=Log.READING),
    "results.print_rekap": Page(PETUGAS, act="Mencetak rekap dengan saran", log=Log.READING),
    "suggestions.index": Page(PETUGAS, act="Membaca saran", menu="Saran", group="Perbaikan", log=Log.READING),
    "suggestions.show": Page(PETUGAS, act="Membaca satu saran", log=Log.READING),
    "suggestions.tag": Page(PETUGAS, act="Menandai saran"),
    "suggestions.handle_chosen": Page(PETUGAS, act="Menandai atau menjawab beberapa saran"),
    "suggestions.answer": Page(PETUGAS, act="Menjawab saran"),
    "suggestions.redact": Page(PETUGAS, act="Menyamarkan saran atau mengusulkannya"),
    "suggestions.drop_proposal": Page(PIMPINAN, act="Menolak usulan penyamaran"),
    "plans.index": Page(PETUGAS, menu="Tindak lanjut", group="Perbaikan"),
    "plans.show": Page(PETUGAS),
    "plans.create": Page(PIMPINAN, act="Membuat rencana"),
    "plans.update": Page(PIMPINAN, act="Mengubah rencana"),
    "plans.finish": Page(PIMPINAN, act="Menyelesaikan rencana"),
    "plans.reopen": Page(PIMPINAN, act="Membuka lagi rencana"),
    "plans.drop": Page(PIMPINAN, act="Membatalkan rencana"),
    "plans.add_evidence": Page(PETUGAS, act="Menambah bukti"),
    "plans.show_evidence": Page(PETUGAS),
    "plans.remove_evidence": Page(PIMPINAN, act="Menghapus bukti"),
    "publishing.index": Page(PETUGAS, menu="Publikasi"),
    "publishing.preview": Page(PIMPINAN),
    "publishing.publish": Page(PIMPINAN, act="Menerbitkan hasil"),
    "publishing.log": Page(PETUGAS),
    "publishing.log_announcement": Page(PETUGAS, act="Mencatat media publikasi"),
    "publishing.remove_announcement": Page(PIMPINAN, act="Menghapus catatan media"),
    "reports.index": Page(PETUGAS, menu="Laporan"),
    "reports.show": Page(PETUGAS, act="Melihat laporan", log=Log.READING),
    "reports.show_data": Page(PIMPINAN),
    "reports.download": Page(PETUGAS, act="Mengunduh laporan", log=Log.READING),
    "reports.download_data": Page(PIMPINAN, act="Mengunduh data mentah", log=Log.EXPORT),
    "reports.texts": Page(PIMPINAN),
    "reports.write_texts": Page(PIMPINAN, act="Menulis teks Laporan SKM"),
    "batches.show": Page(PETUGAS, under="reports.index"),
    "batches.make": Page(PETUGAS, act="Membuat rekap semua unit"),
    "batches.cancel": Page(PETUGAS, act="Membatalkan rekap semua unit"),
    "batches.download": Page(PETUGAS, act="Mengunduh rekap semua unit", log=Log.READING),
    "devices.index": Page(PETUGAS, menu="Perangkat", group="Pengumpulan"),
    "devices.add_tablet": Page(ADMIN, act="Menambah tablet"),
    "devices.make_code": Page(ADMIN, act="Membuat kode tablet"),
    "devices.revoke": Page(ADMIN, act="Mencabut tablet"),
    "preview.show": Page(PETUGAS, under="devices.index"),
    "preview.thank": Page(PETUGAS),
    "posters.show": Page(PETUGAS, under="devices.index"),
    "posters.print_paper": Page(PETUGAS),
    "posters.draw": Page(PETUGAS),
    "posters.print_tickets": Page(PETUGAS, act="Mencetak tiket sekali pakai"),
    "posters.show_ticket": Page(PETUGAS, act="Menunjukkan tiket sekali pakai"),
    "paper_entry.index": Page(PETUGAS, menu="Entri kuesioner kertas", group="Pengumpulan"),
    "paper_entry.open_batch": Page(PETUGAS, act="Memulai bundel kertas"),
    "paper_entry.key": Page(PETUGAS),
    "paper_entry.record": Page(PETUGAS, act="Mengetik lembar kertas"),
    "paper_entry.check": Page(PETUGAS),
    "paper_entry.record_check": Page(PETUGAS, act="Mengentri ulang lembar kertas"),
    "paper_entry.withdraw": Page(PETUGAS, act="Mengurungkan lembar kertas"),
    "paper_entry.compare": Page(PETUGAS),
    "paper_entry.resolve": Page(PETUGAS, act="Memutuskan ketikan yang berbeda"),
    "imports.index": Page(PETUGAS, menu="Impor", group="Pengumpulan"),
    "imports.template": Page(PETUGAS),
    "imports.upload": Page(PETUGAS, act="Mengunggah berkas"),
    "imports.show": Page(PETUGAS),
    "imports.choose": Page(PETUGAS, act="Mengimpor berkas"),
    "imports.progress": Page(PETUGAS),
    "imports.discard": Page(PETUGAS, act="Menghapus unggahan"),
    "imports.undo": Page(PETUGAS, act="Membatalkan impor"),
    "imports.restore": Page(PETUGAS, act="Memulihkan impor"),
    # Reached from other pages
    "review.index": Page(PIMPINAN, under="results.month"),
    "review.exclude": Page(PIMPINAN, act="Mengecualikan jawaban"),
    "review.restore": Page(PIMPINAN, act="Memulihkan jawaban"),
    "arrivals.index": Page(PIMPINAN, under="results.month"),
    "arrivals.exclude": Page(PIMPINAN, act="Mengecualikan jawaban menurut waktu masuk"),
    "arrivals.restore": Page(PIMPINAN, act="Memulihkan jawaban menurut waktu masuk"),
    "arrivals.decide": Page(PIMPINAN, act="Memutuskan jawaban yang perlu diperiksa"),
    "arrivals.export": Page(PIMPINAN, act="Mengunduh jawaban menurut waktu masuk", log=Log.EXPORT),
    "account.show": Page(PETUGAS, act="Mengganti kata sandi sendiri"),
    "account.log_out_everywhere": Page(PETUGAS, act="Mengeluarkan diri dari semua perangkat"),
    "account.reauthenticate": Page(PETUGAS, act="Memastikan diri sekali lagi"),
    "two_factor.show": Page(PETUGAS, is_sensitive=True),
    "two_factor.start": Page(PETUGAS, act="Mengaktifkan verifikasi dua langkah", is_sensitive=True),
    "two_factor.renew_codes": Page(PETUGAS, act="Membuat kode cadangan baru", is_sensitive=True),
    "two_factor.stop": Page(PETUGAS, act="Mematikan verifikasi dua langkah", is_sensitive=True),
    "unit_choice.choose": Page(PETUGAS),
    "guide.show": Page(PETUGAS),
    "guide.tablets": Page(PETUGAS),
    # The settings, in their order
    "office.show": Page(ADMIN, section="Kantor"),
    "office.targets": Page(ADMIN, section="Target dan populasi"),
    "office.update_unit": Page(ADMIN, act="Mengubah data kantor"),
    "office.set_paper_size": Page(ADMIN, act="Mengubah ukuran kertas"),
    "office.set_warning_mail": Page(ADMIN, act="Mengubah surel peringatan"),
    "office.set_accent": Page(ADMIN, act="Mengganti warna kantor"),
    "office.logo": Page(PETUGAS),
    "office.upload_logo": Page(ADMIN, act="Mengganti logo"),
    "office.remove_logo": Page(ADMIN, act="Menghapus logo"),
    "office.update_year": Page(ADMIN, act="Mengubah target dan populasi tahun"),
    "office.update_goal": Page(ADMIN, act="Mengubah target"),
    "office.remove_goal": Page(ADMIN, act="Menghapus target"),
    "services.index": Page(ADMIN, section="Layanan"),
    "services.add": Page(ADMIN, act="Menambah layanan"),
    "services.rename": Page(ADMIN, act="Mengganti nama layanan"),
    "services.move": Page(ADMIN, act="Memindahkan layanan"),
    "services.arrange": Page(ADMIN, act="Mengurutkan layanan"),
    "services.retire_chosen": Page(ADMIN, act="Menutup layanan"),
    "services.retire": Page(ADMIN, act="Menutup layanan"),
    "services.reopen": Page(ADMIN, act="Membuka lagi layanan"),
    "collectors.index": Page(ADMIN, under="devices.index"),
    "collectors.add": Page(ADMIN, act="Menambah titik survei"),
    "collectors.revoke": Page(ADMIN, act="Mencabut titik survei"),
    "collectors.reopen": Page(ADMIN, act="Membuka kembali saluran survei"),
    "survey_settings.show": Page(ADMIN, section="Survei"),
    "survey_settings.change": Page(ADMIN, act="Mengubah pengaturan survei"),
    "survey_settings.set_pin": Page(ADMIN, act="Mengganti PIN"),
    "survey_settings.remove_pin": Page(ADMIN, act="Menghapus PIN"),
    "questionnaires.show": Page(ADMIN, section="Kuesioner"),
    "questionnaires.choose": Page(ADMIN, act="Memilih kuesioner"),
    "questionnaires.add_extra": Page(ADMIN, act="Menambah pertanyaan tambahan"),
    "questionnaires.translate_extra": Page(ADMIN, act="Menerjemahkan pertanyaan tambahan"),
    "questionnaires.ask_importance": Page(ADMIN, act="Mengatur pertanyaan harapan"),
    "questionnaires.retire_extra": Page(ADMIN, act="Menghentikan pertanyaan tambahan"),
    "help_lines.show": Page(ADMIN, section="Kalimat penjelas"),
    "help_lines.change": Page(ADMIN, act="Mengubah kalimat penjelas"),
    "question_media.index": Page(ADMIN, section="Video dan suara"),
    "question_media.upload": Page(ADMIN, act="Mengunggah video atau suara pertanyaan"),
    "question_media.remove": Page(ADMIN, act="Menghapus video atau suara pertanyaan"),
    "people.index": Page(ADMIN, section="Pengguna"),
    "people.add": Page(ADMIN, act="Menambah pengguna", is_sensitive=True),
    "people.add_list": Page(ADMIN, act="Menambah beberapa pengguna", is_sensitive=True),
    "people.change": Page(ADMIN, act="Mengubah pengguna", is_sensitive=True),
    "people.reset": Page(ADMIN, act="Mengganti kata sandi pengguna", is_sensitive=True),
    "people.disable": Page(ADMIN, act="Menutup akun", is_sensitive=True),
    "people.enable": Page(ADMIN, act="Membuka akun", is_sensitive=True),
    "people.change_chosen": Page(ADMIN, act="Menutup atau mengeluarkan pengguna", is_sensitive=True),
    "people.log_out": Page(ADMIN, act="Mengeluarkan pengguna", is_sensitive=True),
    "people.stop_two_factor": Page(ADMIN, act="Mematikan verifikasi dua langkah pengguna", is_sensitive=True),
    "people.require_two_factor": Page(
        ADMIN, act="Mengubah kewajiban verifikasi dua langkah", is_sensitive=True
    ),
    "units.index": Page(ADMIN, section="Unit"),
    "units.add": Page(ADMIN, act="Menambah unit"),
    "units.change": Page(ADMIN, act="Mengubah unit"),
    "retention.show": Page(ADMIN, section="Masa simpan", is_sensitive=True),
    "retention.change": Page(ADMIN, act="Mengubah masa simpan", is_sensitive=True),
    "audit.index": Page(ADMIN, section="Log aktivitas"),
}

SETTINGS = "office.show"

# Former names of blueprints and, below, of endpoints: log rows of that time still contain them.
_RENAMED_BLUEPRINTS: Mapping[str, str] = {
    "branches": "units",
    "conduct": "survey_settings",
    "factor": "two_factor",
    "inbox": "suggestions",
    "manage": "office",
    "paper": "paper_entry",
    "places": "collectors",
    "printing": "batches",
    "publish": "publishing",
    "signals": "review",
    "unit": "unit_choice",
    "wording": "help_lines",
}


_RENAMED_PAGES: Mapping[str, str] = {
    "account.prove": "account.reauthenticate",
    "devices.overview": "devices.index",
    "office.aims": "office.targets",
    "office.office": "office.show",
    "people.ask_for_factors": "people.require_two_factor",
    "people.stop_factor": "people.stop_two_factor",
    "publishing.media": "publishing.log",
}


def current_name(endpoint: str) -> str:
    """The endpoint's name today, for a name that an older version wrote into the log."""
    if endpoint in PAGES:
        return endpoint
    blueprint, _, view = endpoint.partition(".")
    renamed = f"{_RENAMED_BLUEPRINTS.get(blueprint, blueprint)}.{view}"
    return _RENAMED_PAGES.get(renamed, renamed)


def is_public(endpoint: str) -> bool:
    """Whether a visitor may use this route without logging in."""
    return endpoint in PAGES and PAGES[endpoint].role == PUBLIC


def is_for_visitors(endpoint: str) -> bool:
    """Whether visitors and tablets use this route."""
    return is_public(endpoint) and not is_for_login(endpoint)


def is_for_login(endpoint: str) -> bool:
    """Whether staff log in or out by this route, or set the office up."""
    return is_public(endpoint) and PAGES[endpoint].log is Log.LOGIN


def allows(endpoint: str, role: str | None) -> bool:
    """Whether a user of this role (None: not logged in) may use this route."""
    page = PAGES.get(endpoint)
    if page is None:
        return False
    return page.role == PUBLIC or (role is not None and is_at_least(role, page.role))


# The order of the groups of the main menu; settings have a group of their own.
_GROUPS = ("Hasil", "Perbaikan", "Pengumpulan")


def menu(role: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """The main menu for this role: its groups, each with endpoints and labels."""
    groups = [
        (
            group,
            [
                (endpoint, page.menu)
                for endpoint, page in PAGES.items()
                if page.menu and page.group == group and allows(endpoint, role)
            ],
        )
        for group in _GROUPS
    ]
    return [*groups, ("Kantor", [(SETTINGS, "Pengaturan")])] if allows(SETTINGS, role) else groups


def settings_menu(role: str) -> list[tuple[str, str]]:
    """The menu of the settings for this role: endpoints and labels."""
    return [
        (endpoint, page.section)
        for endpoint, page in PAGES.items()
        if page.section and allows(endpoint, role)
    ]


# Blueprint → the entry of the main menu that is marked on its pages.
_ENTRIES = {
    endpoint.partition(".")[0]: page.under or (endpoint if page.menu else SETTINGS)
    for endpoint, page in PAGES.items()
    if page.menu or page.section or page.under
}


def menu_entry(endpoint: str | None) -> str | None:
    """The entry of the main menu that this route belongs to; None where there is none."""
    return _ENTRIES.get((endpoint or "").partition(".")[0])
