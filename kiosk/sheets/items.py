"""The keys of the columns of an unsur that a file asks about in several."""


def items_of(key: str, count: int) -> tuple[str, ...]:
    """The keys of an unsur's items: its own for a single one."""
    return (key,) if count == 1 else tuple(f"{key}#{number}" for number in range(1, count + 1))


def unsur_of(item: str) -> str:
    """The unsur of a key that `items_of` gave."""
    return item.partition("#")[0]
