# syntax=docker/dockerfile:1

FROM python:3.13-slim AS build
COPY requirements-run.lock .
RUN python -m venv /opt/tieuban \
    && /opt/tieuban/bin/python -m pip install --no-cache-dir --require-hashes -r requirements-run.lock
WORKDIR /app
COPY bot bot
COPY documents documents
COPY domain domain
COPY handlers handlers
COPY locales locales
COPY storage storage
COPY LICENSE .
# The running file system is read-only: what is written beside sources and texts is made here.
RUN /opt/tieuban/bin/python -m compileall -q /app \
    && /opt/tieuban/bin/python -c "from handlers import texts; [texts.texts(name).load() for name in texts.LANGUAGES]"

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /data --no-create-home tieuban \
    && install -d -o tieuban -g tieuban -m 0700 /data
COPY --from=build /opt/tieuban /opt/tieuban
COPY --from=build /app /app
ENV PATH=/opt/tieuban/bin:$PATH \
    PYTHONPATH=/app \
    PYTHONDONTWRITEBYTECODE=1 \
    DATABASE_PATH=/data/tieuban.db
WORKDIR /data
VOLUME /data
USER tieuban
STOPSIGNAL SIGTERM
# Fails when the last successful poll is older than three minutes.
HEALTHCHECK --interval=60s --timeout=10s --start-period=60s --retries=3 \
    CMD ["python", "-m", "bot", "check", "--health"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
