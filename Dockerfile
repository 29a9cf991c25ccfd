# One image for web, worker and migrate; docker-compose.yml says which is which.
FROM python:3.12-slim

RUN apt-get update \
    && apt-get install --yes --no-install-recommends make \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --create-home newsdesk

WORKDIR /desk
# The environment first: it is built again only when what it installs changes.
COPY Makefile requirements.txt ./
RUN make setup
COPY . .
RUN install --directory --owner=newsdesk var

USER newsdesk
ENV PATH=/desk/.venv/bin:$PATH PYTHONUNBUFFERED=1
EXPOSE 8000
CMD ["python", "-m", "gunicorn", "-c", "python:newsdesk.gunicorn_conf", "--bind", "0.0.0.0:8000", "newsdesk.wsgi"]
