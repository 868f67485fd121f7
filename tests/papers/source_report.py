"""What the source report's office entered beside its survey: indicators, other kecamatan, minutes.

The figures are those of its tables 3.2 to 3.11. `ERRORS` lists what it printed wrong.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from kiosk.figures.performance import IKM
from kiosk.papers.lkj import Year
from kiosk.store.offices.goals import Goal
from kiosk.store.results.indicators import Indicator
from kiosk.store.results.indicators import PeerFigure
from kiosk.store.results.meetings import Meeting
from tests.papers.reports import TREND

GOAL = "Meningkatnya kualitas pelayanan publik"
ORDER = "Terwujudnya ketenteraman dan ketertiban"
SERVICE_PROGRAM = "Program Penyelenggaraan Pemerintahan dan Pelayanan Publik"
ORDER_PROGRAM = "Program Koordinasi Ketenteraman dan Ketertiban Umum"
COMPLIANCE = "Indeks Kepatuhan Pelayanan"
RT = "Jumlah RT Mandiri"
DISTURBANCES = "Persentase penanganan permasalahan trantibum"
COORDINATION = "Persentase koordinasi"
# Printed by the source, and what is right.
ERRORS = {
    "12,32": "2,32",  # efficiency: 100,79 − 98,47
    "88,57%": "88,71%",  # Cempaka: 77,62 of 87,50
    "100,04%": "100,05%",  # Landasan Ulin: 87,54 of 87,50
    "92,00%": "91,67%",  # RT Mandiri: 11 of 12
}


def indicator(number: int, name: str, year: int = 2024, **fields: object) -> Indicator:
    values = {
        key: Decimal(text) if isinstance(text, str) and key in DECIMALS else text
        for key, text in fields.items()
    }
    return Indicator(indicator_id=f"{year}-{number}", year=year, name=name, **values)  # type: ignore[arg-type]


DECIMALS = ("target", "value", "final_target", "national_target", "budget", "spent", "stated_percent")
INDICATORS: Sequence[Indicator] = (
    indicator(2, RT, 2023, measure="RT", target="12", value="10"),
    indicator(
        1, IKM, goal=GOAL, program=SERVICE_PROGRAM, measure="Nilai", is_ikm=True,
        budget="1000000000", spent="984700000",
    ),
    indicator(2, COMPLIANCE, goal=GOAL, measure="Nilai", target="82.5", value="66.6", national_target="78"),
    indicator(3, RT, goal=GOAL, measure="RT", target="12", value="11", stated_percent="92"),
    indicator(
        4, DISTURBANCES, goal=ORDER, program=ORDER_PROGRAM, measure="%", target="100", value="100",
        budget="250000000", spent="245000000",
    ),
    indicator(5, COORDINATION, goal=ORDER, program=ORDER_PROGRAM, measure="%", target="100", value="100"),
)  # fmt: skip
PEERS = tuple(
    PeerFigure(
        year=2024,
        office=f"Kecamatan {office}",
        indicator=IKM,
        target=Decimal("87.5"),
        value=Decimal(value),
        stated_percent=Decimal(stated),
        source=f"LKj Kecamatan {office} 2024",
    )
    for office, value, stated in (
        ("Utara", "90.18", "103.06"),
        ("Landasan Ulin", "87.54", "100.04"),
        ("Cempaka", "77.62", "88.57"),
        ("Liang Anggang", "90.96", "103.95"),
    )
)
MEETINGS = (
    Meeting(
        "2024-05",
        date(2024, 6, 5),
        "Camat\nKasi Pelayanan\nPetugas loket",
        "Menambah kursi\nMemasang alur",
        "m1",
    ),
    Meeting("2024-06", date(2024, 7, 4), "Camat\nKasi Pelayanan", "Melanjutkan tindak lanjut Mei", "m2"),
)
YEAR = Year(
    target=Decimal("87.50"),
    trend=TREND,
    goal=Goal(2026, "88.50"),
    indicators=INDICATORS,
    figures=PEERS,
    meetings=MEETINGS,
)
