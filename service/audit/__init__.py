"""The audit bundle: what an auditor takes away, and the verifier that checks it."""
