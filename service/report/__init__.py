"""The decision page as a paper: a PDF of a few pages, the same bytes for the same record."""
