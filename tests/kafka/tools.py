"""Kafka's own command-line tools as functions: what an operator would type, to check Communique against.

Each call starts a Java program, which takes one to two seconds. `client` is a client's settings under Kafka's
names, for listeners that want them (`Security.client_settings`).
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from service.models import Headers, Record
from tests.kafka import java
from tests.kafka.errors import KafkaTestError
from tests.kafka.settings import to_properties

TOOLS = {
    "acls": "org.apache.kafka.tools.AclCommand",
    "configs": "kafka.admin.ConfigCommand",
    "console-consumer": "org.apache.kafka.tools.consumer.ConsoleConsumer",
    "console-producer": "org.apache.kafka.tools.ConsoleProducer",
    "consumer-groups": "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand",
    "delete-records": "org.apache.kafka.tools.DeleteRecordsCommand",
    "dump-log": "org.apache.kafka.tools.DumpLogSegments",
    "get-offsets": "org.apache.kafka.tools.GetOffsetShell",
    "topics": "org.apache.kafka.tools.TopicCommand",
    "transactions": "org.apache.kafka.tools.TransactionsCommand",
}
"""Names as in Kafka's bin folder, without `kafka-` and `.sh`."""

NO_HEADERS = "NO_HEADERS"  # what console-consumer prints for a record that has none

# Control characters between the fields, so that text holds tabs, commas and colons; newlines end a record.
FIELD, HEADER, NAME, NULL = "\x1c", "\x1d", "\x1e", "\x1a"


@dataclass(frozen=True, slots=True)
class GroupOffset:
    """Where a consumer group stands in one partition; `committed` and `lag` are None before its first commit."""

    channel: str
    partition: int
    committed: int | None
    end: int
    lag: int | None


def run(tool: str, *arguments: object, stdin: bytes = b"", timeout: float = 60) -> bytes:
    """Run one tool and give its standard output.

    Args:
        tool: a name in `TOOLS`.
        arguments: as on the command line.
        stdin: what the tool reads.
        timeout: seconds.

    Raises:
        KafkaTestError: no such tool, it exited with an error (its words are in the text), or took too long.
    """
    if tool not in TOOLS:
        raise KafkaTestError(f"no tool {tool!r}; there are: {', '.join(TOOLS)}")
    command = java.command(TOOLS[tool], *arguments)
    try:
        done = subprocess.run(command, input=stdin, capture_output=True, timeout=timeout, check=False)
    except subprocess.TimeoutExpired:
        raise KafkaTestError(f"{tool} took more than {timeout:g} s") from None
    if done.returncode != 0:
        words = (done.stdout + done.stderr).decode(errors="replace")
        raise KafkaTestError(f"{tool} exited with {done.returncode}:\n{words[-4000:]}")
    return done.stdout


def _connected(
    tool: str,
    bootstrap: str,
    client: Mapping[str, object] | None,
    *arguments: object,
    stdin: bytes = b"",
    timeout: float = 60,
) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "client.properties"
        config.write_text(to_properties(client or {}), "utf-8")
        connection = ["--bootstrap-server", bootstrap, "--command-config", config]
        return run(tool, *connection, *arguments, stdin=stdin, timeout=timeout)


def produce(
    bootstrap: str, channel: str, records: Sequence[Record], *, client: Mapping[str, object] | None = None
) -> None:
    """Produce with console-producer, which writes text: values, keys and headers must be UTF-8 without newlines."""
    reader = {
        "parse.headers": "true",
        "headers.delimiter": FIELD,
        "headers.separator": HEADER,
        "headers.key.separator": NAME,
        "parse.key": "true",
        "key.separator": FIELD,
        "null.marker": NULL,
    }
    lines = b"".join(_console_line(record) for record in records)
    properties = _repeated("--reader-property", reader)
    _connected("console-producer", bootstrap, client, "--topic", channel, *properties, stdin=lines)


def _console_line(record: Record) -> bytes:
    headers = HEADER.encode().join(name.encode() + NAME.encode() + _or_null(value) for name, value in record.headers)
    fields = [headers or NULL.encode(), _or_null(record.key), _or_null(record.value)]
    line = FIELD.encode().join(fields) + b"\n"
    if line.count(b"\n") > 1:
        raise ValueError("console-producer cannot write a newline: use tests.kafka.kcat")
    return line


def _or_null(data: bytes | None) -> bytes:
    return NULL.encode() if data is None else data


def consume(
    bootstrap: str,
    channel: str,
    count: int,
    *,
    group: str | None = None,
    read_committed: bool = False,
    client: Mapping[str, object] | None = None,
    timeout: float = 30,
) -> list[Record]:
    """The first `count` records of a channel as console-consumer prints them; text without newlines only.

    Args:
        bootstrap: `host:port` of a broker.
        channel: to read from its beginning, or where the group stands.
        count: how many records to wait for.
        group: consumer group to read as; it commits.
        read_committed: leave out what aborted transactions wrote.
        client: settings of the client.
        timeout: seconds without a record after which it gives up.

    Raises:
        KafkaTestError: fewer records came.
    """
    formatter = {f"print.{part}": "true" for part in ("timestamp", "partition", "offset", "headers", "key", "value")}
    formatter |= {"key.separator": FIELD, "headers.separator": HEADER, "null.literal": NULL}
    arguments = ["--topic", channel, "--from-beginning", "--max-messages", count, "--timeout-ms", int(timeout * 1000)]
    arguments += ["--isolation-level", "read_committed" if read_committed else "read_uncommitted"]
    arguments += ["--group", group] if group else []
    arguments += _repeated("--formatter-property", formatter)
    out = _connected("console-consumer", bootstrap, client, *arguments, timeout=timeout + 30)
    records = [_printed_record(channel, line) for line in out.split(b"\n")[:-1]]
    if len(records) != count:
        raise KafkaTestError(f"console-consumer read {len(records)} records of {channel} instead of {count}")
    return records


def _printed_record(channel: str, line: bytes) -> Record:
    """One line: `CreateTime:1 FIELD Partition:0 FIELD Offset:0 FIELD headers FIELD key FIELD value`."""
    timestamp, partition, offset, headers, key, value = line.split(FIELD.encode(), 5)
    return Record(
        value=_unless_null(value),
        key=_unless_null(key),
        headers=_printed_headers(headers),
        channel=channel,
        partition=_number_after_colon(partition),
        offset=_number_after_colon(offset),
        timestamp=_number_after_colon(timestamp),
    )


def _printed_headers(text: bytes) -> Headers:
    if text == NO_HEADERS.encode():
        return ()
    pairs = (pair.partition(b":") for pair in text.split(HEADER.encode()))
    return tuple((name.decode(), _unless_null(value)) for name, _, value in pairs)


def _unless_null(data: bytes) -> bytes | None:
    return None if data == NULL.encode() else data


def _number_after_colon(field: bytes) -> int:
    return int(field.partition(b":")[2])


def channels(bootstrap: str, *, client: Mapping[str, object] | None = None) -> list[str]:
    """The names of all channels, Kafka's internal ones left out, in alphabetical order."""
    out = _connected("topics", bootstrap, client, "--list", "--exclude-internal")
    return sorted(out.decode().split())


def group_offsets(bootstrap: str, group: str, *, client: Mapping[str, object] | None = None) -> list[GroupOffset]:
    """Where a consumer group stands, as consumer-groups describes it, by channel and partition."""
    out = _connected("consumer-groups", bootstrap, client, "--describe", "--group", group, "--offsets")
    # GROUP TOPIC PARTITION CURRENT-OFFSET LOG-END-OFFSET LAG ...; a dash where nothing is committed
    row = re.compile(rf"^{re.escape(group)}\s+(\S+)\s+(\d+)\s+(\d+|-)\s+(\d+)\s+(\d+|-)\s", re.MULTILINE)
    rows = (match.groups() for match in row.finditer(out.decode()))
    found = [GroupOffset(name, int(part), _number(at), int(end), _number(lag)) for name, part, at, end, lag in rows]
    return sorted(found, key=lambda one: (one.channel, one.partition))


def _number(cell: str) -> int | None:
    return None if cell == "-" else int(cell)


def channel_configs(bootstrap: str, channel: str, *, client: Mapping[str, object] | None = None) -> dict[str, str]:
    """A channel's own settings, as configs describes them; the broker's defaults are left out."""
    out = _connected("configs", bootstrap, client, "--describe", "--entity-type", "topics", "--entity-name", channel)
    return dict(re.findall(r"^\s+([a-z][a-z.]+)=(\S*) sensitive=", out.decode(), re.MULTILINE))


def set_channel_configs(
    bootstrap: str, channel: str, settings: Mapping[str, object], *, client: Mapping[str, object] | None = None
) -> None:
    """Change a channel's settings with configs; names are Kafka's, e.g. {"max.message.bytes": 1000}."""
    added = ",".join(f"{name}={value}" for name, value in settings.items())
    entity = ["--entity-type", "topics", "--entity-name", channel]
    _connected("configs", bootstrap, client, "--alter", *entity, "--add-config", added)


def _repeated(option: str, settings: Mapping[str, str]) -> list[str]:
    return [word for name, value in settings.items() for word in (option, f"{name}={value}")]
