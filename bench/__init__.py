"""Measures how fast dossiers are rated, beside another rule engine and a bare floor."""
