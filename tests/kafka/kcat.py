"""The program kcat (Debian package `kcat`): a client that shares no code with Kafka's tools or aiokafka."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from service.models import Headers, Record
from tests.kafka.errors import KafkaTestError

CODECS = ("gzip", "snappy", "lz4", "zstd")
KEY_END = "\x1f"


def why_not() -> str | None:
    """What is missing, in one line; None when kcat is installed."""
    return None if shutil.which("kcat") else "kcat is not installed"


def produce(
    bootstrap: str,
    channel: str,
    value: bytes | None,
    *,
    key: bytes | None = None,
    headers: Headers = (),
    partition: int | None = None,
    codec: str | None = None,
    client: Mapping[str, object] | None = None,
) -> None:
    """Produce one record and wait for the broker's word.

    Args:
        bootstrap: `host:port` of a broker.
        channel: where to.
        value: any bytes; None is a tombstone.
        key: holds no NUL byte, for it travels on the command line; None is no key, which an empty value may not have.
        headers: their values hold no NUL byte either.
        partition: which, else by the key.
        codec: compression, one of `CODECS`.
        client: librdkafka's settings.

    Raises:
        KafkaTestError: kcat failed or the broker refused.
    """
    arguments: list[str | bytes] = ["-P", "-t", channel]
    for name, data in headers:
        arguments += ["-H", name.encode() + (b"" if data is None else b"=" + data)]
    arguments += ["-p", str(partition)] if partition is not None else []
    arguments += ["-z", codec] if codec else []
    if value:
        arguments += ["-k", key] if key is not None else []
        with tempfile.TemporaryDirectory() as folder:
            whole = Path(folder) / "value"  # a file is one record, whatever bytes it holds
            whole.write_bytes(value)
            _kcat(bootstrap, client, [*arguments, str(whole)])
    else:
        _kcat(bootstrap, client, [*arguments, "-K", KEY_END, *_empty(key, value)], _line(key))


def _empty(key: bytes | None, value: bytes | None) -> list[str]:
    """With -Z kcat writes null for an empty value and for an empty key."""
    if value is not None and key is None:
        raise ValueError("kcat cannot produce an empty value without a key")
    return ["-Z"] if value is None else []


def _line(key: bytes | None) -> bytes:
    """Standard input for a record without a value: kcat drops empty files and empty lines, but not a key alone."""
    return (key or b"") + KEY_END.encode() + b"\n"


def consume(
    bootstrap: str, channel: str, *, client: Mapping[str, object] | None = None, timeout: float = 30
) -> list[Record]:
    """All records of a channel up to its present end, by partition and offset.

    Args:
        bootstrap: `host:port` of a broker.
        channel: what to read.
        client: librdkafka's settings.
        timeout: seconds for the whole of it.

    Raises:
        KafkaTestError: kcat failed or took too long.
    """
    arguments = ["-C", "-t", channel, "-o", "beginning", "-e", "-q", "-J"]
    out = _kcat(bootstrap, client, arguments, timeout=timeout)
    # kcat writes bytes that are not UTF-8 into its JSON as they are: surrogateescape carries them through.
    lines = out.decode("utf-8", "surrogateescape").split("\n")
    records = [_record(json.loads(line)) for line in lines if line]
    return sorted(records, key=lambda record: (record.partition or 0, record.offset or 0))


def _record(event: dict[str, Any]) -> Record:
    names_and_values = iter(event.get("headers") or ())  # one flat list: name, value, name, value
    return Record(
        value=_bytes(event["payload"]),
        key=_bytes(event["key"]),
        headers=tuple((name, _bytes(value)) for name, value in zip(names_and_values, names_and_values, strict=True)),
        channel=event["topic"],
        partition=event["partition"],
        offset=event["offset"],
        timestamp=event["ts"],
    )


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else text.encode("utf-8", "surrogateescape")


def _kcat(
    bootstrap: str,
    client: Mapping[str, object] | None,
    arguments: Sequence[str | bytes],
    stdin: bytes = b"",
    timeout: float = 30,
) -> bytes:
    settings = [word for name, value in (client or {}).items() for word in ("-X", f"{name}={value}")]
    command = ["kcat", "-b", bootstrap, "-m", str(int(timeout)), *settings, *arguments]
    try:
        done = subprocess.run(command, input=stdin, capture_output=True, timeout=timeout, check=False)
    except FileNotFoundError:
        raise KafkaTestError("kcat is not installed") from None
    except subprocess.TimeoutExpired:
        raise KafkaTestError(f"kcat took more than {timeout:g} s") from None
    if done.returncode != 0:
        raise KafkaTestError(f"kcat exited with {done.returncode}: {done.stderr.decode(errors='replace')}")
    return done.stdout
