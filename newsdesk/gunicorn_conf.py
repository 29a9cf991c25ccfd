"""How gunicorn serves the desk: `gunicorn -c python:newsdesk.gunicorn_conf newsdesk.wsgi`."""

from newsdesk import environment as env

workers = env.number("WEB_CONCURRENCY", 2, at_least=1)
worker_class = "gthread"
threads = 4
timeout = 120  # seconds: an upload of many articles over a slow line
graceful_timeout = 10
loglevel = env.text("LOG_LEVEL", "warning").lower()
control_socket_disable = True  # it would lie in the home folder, one for all desks of a user
