# syntax=docker/dockerfile:1
# Two stages: wheels are built where compilers may be, the image that runs has none.

FROM python:3.13.9-slim-trixie AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /src
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY bot bot
COPY storage storage
COPY summarizer summarizer
COPY seeds seeds
RUN python -m venv /opt/tellal \
 && /opt/tellal/bin/pip install --constraint constraints.txt . \
 && /opt/tellal/bin/pip uninstall --yes pip

FROM python:3.13.9-slim-trixie
LABEL org.opencontainers.image.title="Tellal" \
      org.opencontainers.image.description="A self-hosted news briefing bot for Telegram, Slack and the terminal" \
      org.opencontainers.image.licenses="MIT"
RUN groupadd --system --gid 10001 tellal \
 && useradd --system --uid 10001 --gid tellal --home-dir /data --shell /usr/sbin/nologin tellal \
 && install --directory --owner tellal --group tellal --mode 0750 /data
COPY --from=build /opt/tellal /opt/tellal
ENV PATH="/opt/tellal/bin:$PATH" \
    PYTHONUNBUFFERED=1 \
    TELLAL__DATABASE__URL="sqlite:////data/tellal.db" \
    TELLAL__WEB__HOST="0.0.0.0" \
    TELLAL__WEB__PORT="8080" \
    TELLAL__LOG__LEVEL="info" \
    TELLAL__LOG__FORMAT="json"
WORKDIR /data
USER 10001:10001
VOLUME ["/data"]
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
ENTRYPOINT ["tellal"]
CMD ["run"]
