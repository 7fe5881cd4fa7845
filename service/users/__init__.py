"""The people who open the pages: their accounts and sessions."""
