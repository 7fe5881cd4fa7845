"""Characteristics of natural persons that no dossier may state and no rule may read."""

PROHIBITED = (
    "age",
    "birth_date",
    "birthdate",
    "birthday",
    "citizenship",
    "date_of_birth",
    "dateofbirth",
    "ethnic_group",
    "ethnic_origin",
    "ethnicity",
    "gender",
    "health",
    "health_status",
    "marital_status",
    "maritalstatus",
    "nationality",
    "personality",
    "personality_type",
    "political_affiliation",
    "political_party",
    "race",
    "religion",
    "religious_belief",
    "sex",
    "sexual_orientation",
)
"""Member names, lower case. Sources: ECOA (12 CFR 1002.4); PIPL art. 28."""

_NAMES = frozenset(PROHIBITED)


def is_prohibited(name: str) -> bool:
    """True if ``name``, in any case, is the name of a prohibited characteristic."""
    return name.casefold() in _NAMES
