"""Batches: many dossiers in one request, decided on afterwards, line by line."""
