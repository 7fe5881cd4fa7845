"""Finds the folders of data that the service reads: rulesets and the pages of errors."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_folder(*parts: str) -> Path:
    """Return a folder of data: beside the package in a checkout, inside it when installed."""
    checkout = _PACKAGE.parent.joinpath(*parts)
    return checkout if checkout.is_dir() else _PACKAGE.joinpath("_data", *parts)
