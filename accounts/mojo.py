"""What a member's mojo looks like; comments.mojo computes it."""

BARS = (0.1, 1.5, 2.5, 3.5, 3.8)


def bars(mojo: float | None) -> int:
    """0 to 5 bars for a figure of 0 to 4."""
    return sum(mojo >= least for least in BARS) if mojo is not None else 0
