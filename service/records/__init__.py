"""What is recorded: the documents of records, and what searches find of them."""
