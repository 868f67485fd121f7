"""The 97.5 % quantile of Student's t, without floats."""

from fractions import Fraction

# Degrees of freedom 1..30; the published table, four decimals.
_TABLE = (
    "12.7062", "4.3027", "3.1824", "2.7764", "2.5706", "2.4469", "2.3646", "2.3060", "2.2622", "2.2281",
    "2.2010", "2.1788", "2.1604", "2.1448", "2.1314", "2.1199", "2.1098", "2.1009", "2.0930", "2.0860",
    "2.0796", "2.0739", "2.0687", "2.0639", "2.0595", "2.0555", "2.0518", "2.0484", "2.0452", "2.0423",
)  # fmt: skip
_Z = Fraction("1.959963984540054")


def t_quantile(freedom: int) -> Fraction:
    """The t that 95 % of a two-sided distribution with `freedom` ≥ 1 degrees of freedom lies within.

    Above the table by its expansion in 1/freedom (Abramowitz & Stegun 1964, 26.7.5), there right to
    six decimals.
    """
    if freedom < 1:
        raise ValueError(f"Student's t needs a degree of freedom, not {freedom}")
    if freedom <= len(_TABLE):
        return Fraction(_TABLE[freedom - 1])
    z, n = _Z, freedom
    return (
        z
        + (z**3 + z) / (4 * n)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * n**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * n**3)
    )
