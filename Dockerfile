# The image of `communique`: `docker build -t communique .`
#
# BASE is any image with Python 3.11 or newer and its venv module; both stages use it, so that the interpreter that
# the packages were installed for is the one that runs them.
ARG BASE=python:3.13-slim-bookworm

# hadolint ignore=DL3006
FROM ${BASE} AS build
# Times in the image are this: two builds of one commit give the same files. The default is a date before the first release.
ARG SOURCE_DATE_EPOCH=1767225600
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_NO_COMPILE=1
WORKDIR /src

# The venv of the product has no pip: what installs into it stands in a venv that stays behind.
COPY requirements/runtime.txt requirements/build.txt requirements/
RUN python3 -m venv --without-pip /opt/communique \
    && python3 -m venv /build \
    && /build/bin/python -m pip install --require-hashes -r requirements/build.txt \
    && /build/bin/python -m pip --python /opt/communique/bin/python install --require-hashes -r requirements/runtime.txt

COPY pyproject.toml README.md LICENSE ./
COPY schemas schemas
COPY samples samples
COPY service service
COPY docker/healthcheck.py /opt/communique/libexec/healthcheck.py
# The command is installed by hand-over of a wheel that is built here, without the network.
RUN /build/bin/python -m pip wheel --no-deps --no-build-isolation --wheel-dir /wheel . \
    && /build/bin/python -m pip --python /opt/communique/bin/python install --no-deps --no-index /wheel/*.whl \
    && /build/bin/cyclonedx-py environment --output-reproducible --output-file /opt/communique/sbom.cdx.json \
        --mc-type application --pyproject pyproject.toml /opt/communique/bin/python \
    && /opt/communique/bin/python -m compileall -q --invalidation-mode unchecked-hash /opt/communique/lib \
    && mkdir -m 755 /opt/communique/cache \
    && /opt/communique/bin/communique taxonomy compile --cache-folder /opt/communique/cache --no-model \
    && find /opt/communique -depth -exec touch --no-dereference --date "@${SOURCE_DATE_EPOCH}" {} +

# hadolint ignore=DL3006
FROM ${BASE}
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="communique" \
      org.opencontainers.image.description="Streams foreign-affairs articles through Kafka: clean text, language, topics with evidence" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
# The folder above, so that the time of this one is kept as well.
COPY --from=build /opt/ /opt/
# No .pyc is written: the root file system may be read-only, and all were compiled above.
ENV PATH=/opt/communique/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    COMMUNIQUE_CACHE_FOLDER=/opt/communique/cache \
    COMMUNIQUE_HTTP_HOST=0.0.0.0
# A number, so that Kubernetes can see that it is not root.
USER 10001:10001
WORKDIR /tmp
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
    CMD ["/opt/communique/bin/python", "-I", "/opt/communique/libexec/healthcheck.py"]
ENTRYPOINT ["/opt/communique/bin/communique"]
CMD ["worker"]
