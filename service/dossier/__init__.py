"""The dossier: from bytes at the door to facts with their evidence."""
