"""The application as a WSGI server loads it: ``gunicorn wsgi:app``."""

from service.api.app import create_app

app = create_app()
