"""What the brokers of the tests need from the machine: it is fetched once, and what is missing is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kafka import available, class_archive, jars, java
from tests.kafka.errors import KafkaTestError
from tests.kafka.fixtures import skip_or_fail

MAKES_A_JAR = (
    'for word; do case "$word" in -Djars=*) /bin/mkdir -p "${word#*=}"; : > "${word#*=}/kafka.jar";; esac; done'
)


@pytest.fixture
def maven(monkeypatch, tmp_path):
    """Puts a shell script in Maven's place, and an empty cache beside it."""

    def install(script):
        program = tmp_path / "bin/mvn"
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)

    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("KAFKA_TEST_CACHE", str(tmp_path / "cache"))
    return install


def test_jars_are_fetched_once(maven):
    maven(MAKES_A_JAR)
    folder = jars.fetch()
    maven("exit 1")
    assert jars.fetch() == folder
    assert [path.name for path in folder.iterdir()] == ["kafka.jar"]
    assert folder.name.startswith(f"kafka-{jars.kafka_version()}-")


def test_two_that_fetch_at_once_share_the_first_result(maven):
    # The script is the other run: it publishes its own folder while this one is still fetching.
    maven(f"{MAKES_A_JAR}\n/bin/mkdir -p {jars.cache_folder()} && : > {jars.cache_folder()}/first.jar")
    assert [path.name for path in jars.fetch().iterdir()] == ["first.jar"]
    assert list(jars.cache_folder().parent.iterdir()) == [jars.cache_folder()]


def test_a_failed_fetch_says_why_and_leaves_nothing(maven):
    maven("echo no such artifact; exit 1")
    with pytest.raises(KafkaTestError, match="no such artifact"):
        jars.fetch()
    assert list(jars.cache_folder().parent.iterdir()) == []


def test_a_missing_maven_is_named(maven):
    with pytest.raises(KafkaTestError, match="Maven is missing"):
        jars.fetch()


def test_a_missing_kafka_skips_unless_it_is_required(monkeypatch):
    skip_or_fail(None)
    monkeypatch.delenv("COMMUNIQUE_REQUIRE_KAFKA", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no Java"):
        skip_or_fail("no Java")
    monkeypatch.setenv("COMMUNIQUE_REQUIRE_KAFKA", "1")
    with pytest.raises(pytest.fail.Exception, match="no Java"):
        skip_or_fail("no Java")


def test_says_what_is_missing(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("KAFKA_TEST_CACHE", str(tmp_path))
    java.version_text.cache_clear()
    try:
        assert "Java 17" in available.why_not()
        monkeypatch.setattr(java, "java_version", lambda: 11)
        assert available.why_not().endswith("`java` is 11")
        monkeypatch.setattr(java, "java_version", lambda: 17)
        assert "mvn" in available.why_not()
        jars.cache_folder().mkdir()
        assert available.why_not() is None
    finally:
        monkeypatch.undo()
        java.version_text.cache_clear()


def archiving(flag):
    """In the place of a broker: Java writes what it has loaded where the flag says."""
    Path(flag.removeprefix("-XX:ArchiveClassesAtExit=")).write_text("classes")


def test_an_archive_of_classes_is_made_once_and_used(maven):
    maven(MAKES_A_JAR)
    assert class_archive.flags("a Java") == ()
    class_archive.make("a Java", archiving)
    assert f"-XX:SharedArchiveFile={class_archive.archive_file('a Java')}" in class_archive.flags("a Java")
    class_archive.make("a Java", lambda _: pytest.fail("it is there"))


def test_an_archive_is_another_javas_or_other_jars(maven):
    maven(MAKES_A_JAR)
    class_archive.make("a Java", archiving)
    assert class_archive.flags("another Java") == ()


def test_what_writes_no_archive_leaves_nothing(maven):
    maven(MAKES_A_JAR)

    def fails(_):
        raise KafkaTestError("it ended")

    class_archive.make("a Java", fails)
    class_archive.make("a Java", lambda _: None)
    assert class_archive.flags("a Java") == ()
    assert sorted(path.suffix for path in jars.cache_folder().parent.iterdir() if path.is_file()) == [".lock"]


def test_a_start_uses_the_archive_and_a_benchmarks_broker_does_not(maven):
    maven(MAKES_A_JAR)
    class_archive.make(java.version_text(), archiving)
    using = {
        jvm: any("SharedArchiveFile" in word for word in java.command("Main", jvm=jvm))
        for jvm in ((), java.QUICK_START)
    }
    assert using == {(): False, java.QUICK_START: True}
