"""The contract of the HTTP API: what every route takes and answers, as one OpenAPI document."""
