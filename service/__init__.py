"""Pinzhi: rates the non-financial standing (客户品质) of corporate borrowers."""

__version__ = "0.1.0"
