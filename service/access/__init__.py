"""Who may call the service: API keys, the roles they have, and what each role may do."""
