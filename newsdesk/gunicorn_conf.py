"""How gunicorn serves the desk: `gunicorn -c python:newsdesk.gunicorn_conf newsdesk.wsgi`."""

import os

workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
timeout = 120  # seconds: an upload of many articles over a slow line
graceful_timeout = 10
loglevel = os.environ.get("LOG_LEVEL", "warning").lower()
control_socket_disable = True  # it would lie in the home folder, one for all desks of a user
