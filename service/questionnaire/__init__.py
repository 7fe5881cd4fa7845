"""The questionnaire by which a dossier is entered by hand, drawn from the fact dictionary."""
