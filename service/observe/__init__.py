"""What an operator sees of the service: metrics, logs, and whether it is ready."""
