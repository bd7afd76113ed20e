"""Settings: where a value comes from, and what is refused, by name and with the mend."""

from __future__ import annotations

import inspect
import os

import pytest
from pydantic import SecretStr, ValidationError

from service.cli.options import options_of
from service.edges import settings as module
from service.edges.fetch_settings import FetchSettings
from service.edges.pipeline_options import pipeline_options
from service.edges.security import unusable_files
from service.edges.settings import FILE_VARIABLE, LANGUAGES, Settings, describe, load_settings
from service.edges.variables import PREFIX, anything_set
from service.errors import SettingsError
from service.pipeline import Pipeline


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch):
    for name in [name for name in os.environ if name.upper().startswith(PREFIX)]:
        monkeypatch.delenv(name)


@pytest.fixture
def file(monkeypatch, tmp_path):
    """Writes the settings file and returns its path."""

    def write(content: str | bytes):
        path = tmp_path / "settings.yaml"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        monkeypatch.setenv(FILE_VARIABLE, str(path))
        return path

    return write


def refusal(overrides=None) -> str:
    with pytest.raises(SettingsError) as caught:
        load_settings(overrides)
    return str(caught.value)


def test_a_flag_wins_over_the_environment_over_the_file_over_the_default(monkeypatch, file):
    assert load_settings().http_port == 8080
    file("http_port: 1\n")
    assert load_settings().http_port == 1
    monkeypatch.setenv("COMMUNIQUE_HTTP_PORT", "2")
    assert load_settings().http_port == 2
    assert load_settings({"http_port": "3"}).http_port == 3


def test_sources_are_merged_setting_by_setting(monkeypatch, file):
    file("http_port: 1\npoll_records: 10\nlog_level: debug\n")
    monkeypatch.setenv("COMMUNIQUE_POLL_RECORDS", "20")
    settings = load_settings({"log_level": "error"})
    assert (settings.http_port, settings.poll_records, settings.log_level) == (1, 20, "error")


def test_no_environment_no_file_no_flags_is_enough():
    settings = load_settings()
    assert settings.model_fields_set == set()
    assert (settings.channel_raw, settings.channel_enriched) == ("articles.raw", "articles.enriched")
    assert settings.languages == LANGUAGES


def test_settings_cannot_be_changed_afterwards():
    settings = load_settings()
    with pytest.raises(ValidationError):
        settings.http_port = 1


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("COMMUNIQUE_KAFKA_BOOTSTRAP_SERVER", "COMMUNIQUE_KAFKA_BOOTSTRAP_SERVERS"),
        ("COMMUNIQUE_CHANEL_RAW", "COMMUNIQUE_CHANNEL_RAW"),
        ("COMMUNIQUE_SETTING_FILE", "COMMUNIQUE_SETTINGS_FILE"),
        ("COMMUNIQUE_HTP_PORT", "COMMUNIQUE_HTTP_PORT"),
    ],
)
def test_an_unknown_variable_is_refused_with_the_nearest_right_name(monkeypatch, name, nearest):
    monkeypatch.setenv(name, "9092")
    assert refusal() == f"{name}: there is no such setting; did you mean {nearest}?"


def test_a_variable_near_to_nothing_is_refused_with_the_way_to_the_list(monkeypatch):
    monkeypatch.setenv("COMMUNIQUE_ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ", "1")
    assert "communique settings" in refusal()


def test_all_unknown_variables_are_told_at_once(monkeypatch):
    monkeypatch.setenv("COMMUNIQUE_CHANEL_RAW", "a")
    monkeypatch.setenv("COMMUNIQUE_LANGUAGE", "de")
    assert [line.partition(":")[0] for line in refusal().splitlines()] == [
        "COMMUNIQUE_CHANEL_RAW",
        "COMMUNIQUE_LANGUAGE",
    ]


def test_an_unknown_key_in_the_file_is_refused_with_file_and_nearest_right_name(file):
    path = file("chanel_raw: articles\n")
    assert refusal() == f"{path}: chanel_raw: there is no such setting; did you mean channel_raw?"


def test_an_unknown_flag_is_refused_and_the_file_not_blamed_for_it(file):
    file("channel_raw: articles\n")
    assert refusal({"http_prt": 1}) == "http_prt: there is no such setting; did you mean http_port?"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("HTTP_PORT", "eighty", "no whole number"),
        ("HTTP_PORT", "65536", "must be 65535 or less"),
        ("HTTP_PORT", "", "no whole number"),
        ("HTTP_HOST", "", "is empty; give it a value"),
        ("POLL_RECORDS", "0", "must be 1 or more"),
        ("KAFKA_GROUP_ID", "", "is empty; give it a value"),
        ("KAFKA_BOOTSTRAP_SERVERS", "", "is empty; give it a value"),
        ("CHANNEL_RAW", "", "is empty; give it a value"),
        ("DELIVERY", "at-most-once", "at-least-once"),
        ("COMPRESSION", "brotli", "'zstd'"),
        ("CREATE_CHANNELS", "perhaps", "no switch; write true or false"),
        ("DRAIN_SECONDS", "0", "must be more than 0"),
        ("DRAIN_SECONDS", "inf", "no finite number"),
        ("COMMIT_INTERVAL_SECONDS", "61", "must be 60 or less"),
        ("STORM_SHARE", "1", "must be less than 1"),
        ("TAXONOMY", "", "is empty; give it a value"),
        ("RETRY_DELAYS", "1m,2m,3m,4m,5m,6m,7m", "more than 6 parts"),
        ("FEEDS_CONTACT", "nobody", "not in the right form; it is: With"),
        ("LANGUAGES", "de,german", "german is not an ISO 639 code"),
        ("LANGUAGES", " , ", "an empty list; name at least 1"),
        ("MAX_MESSAGE_BYTES", "1", "must be 1024 or more"),
    ],
)
def test_a_wrong_value_is_refused_with_its_variable(monkeypatch, name, value, words):
    monkeypatch.setenv(PREFIX + name, value)
    text = refusal()
    assert text.startswith(f"{PREFIX}{name}: ")
    assert words in text
    assert "nput should" not in text
    assert "should have" not in text


def test_a_wrong_value_in_the_file_or_a_flag_is_told_by_the_same_name(file):
    file("http_port: {a: 1}\n")
    assert refusal().startswith("COMMUNIQUE_HTTP_PORT: is no whole number")
    assert refusal({"http_port": "x"}).startswith("COMMUNIQUE_HTTP_PORT: is no whole number")


def test_a_wrong_value_is_not_repeated_in_the_message(monkeypatch):
    monkeypatch.setenv("COMMUNIQUE_HTTP_PORT", "hunter2")
    assert "hunter2" not in refusal()


@pytest.mark.parametrize(
    "values",
    [
        {"channel_enriched": "articles.raw"},
        {"channel_dead_letter": "articles.raw"},
        {"channel_dead_letter": "articles.enriched"},
        {"channel_raw": "same", "channel_enriched": "same", "channel_dead_letter": "same"},
    ],
)
def test_two_channels_of_one_name_are_refused(values):
    assert "each needs a channel of its own" in refusal(values)


@pytest.mark.parametrize("text", ["de,en", " de , en ,", "de,en,de"])
def test_languages_are_separated_by_commas(monkeypatch, text):
    monkeypatch.setenv("COMMUNIQUE_LANGUAGES", text)
    assert load_settings().languages == ("de", "en")


def test_languages_in_the_file_may_be_a_list(file):
    file("languages: [de, en]\n")
    assert load_settings().languages == ("de", "en")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("a: [", "cannot be read as YAML"),
        (b"\xff\xfe\xfd", "cannot be read as YAML"),
        ("- http_port\n", "not a mapping"),
        ("just words\n", "not a mapping"),
        ("1: 2\n", "not a mapping"),
        ("? [a]\n: 2\n", "cannot be read as YAML: found unhashable key"),
        ("http_port: !!python/object/apply:os.getcwd []\n", "cannot be read as YAML"),
        ("fetch: true\ntaxonomy: a: b\n", "mapping values are not allowed here in line 2; quote a text"),
        (b"# Autorit\xe9\n", "not UTF-8; save it as UTF-8"),
        ("[" * 5000, "nested too deep"),
    ],
)
def test_a_file_that_is_no_mapping_of_settings_is_refused_with_its_path(file, content, words):
    path = file(content)
    text = refusal()
    assert text.startswith(f"{path}: ")
    assert words in text
    assert "\n" not in text


def test_a_missing_file_is_refused_with_the_variable_that_names_it(monkeypatch, tmp_path):
    monkeypatch.setenv(FILE_VARIABLE, str(tmp_path / "absent.yaml"))
    assert refusal().startswith("COMMUNIQUE_SETTINGS_FILE: there is no file ")


def test_an_empty_file_sets_nothing(file):
    file("# nothing yet\n")
    assert load_settings().model_fields_set == set()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("COMMUNIQUE_SERVICE_HOST", "10.0.0.7"),
        ("COMMUNIQUE_SERVICE_PORT", "8080"),
        ("COMMUNIQUE_SERVICE_PORT_HTTP", "8080"),
        ("COMMUNIQUE_PORT", "tcp://10.0.0.7:8080"),
        ("COMMUNIQUE_PORT_8080_TCP", "tcp://10.0.0.7:8080"),
        ("COMMUNIQUE_PORT_8080_TCP_ADDR", "10.0.0.7"),
        ("COMMUNIQUE_PORT_8080_TCP_PROTO", "tcp"),
        ("COMMUNIQUE_METRICS_SERVICE_HOST", "10.0.0.8"),
        ("COMMUNIQUE_METRICS_PORT", "tcp://10.0.0.8:80"),
        ("COMMUNIQUE_METRICS_PORT_53_UDP", "udp://10.0.0.8:53"),
    ],
)
def test_variables_that_kubernetes_writes_for_a_service_are_ignored(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    assert load_settings().model_fields_set == set()


def test_describe_has_a_row_for_each_setting_those_of_fetching_last():
    rows = describe(load_settings({"http_port": 9}))
    names = [row["name"] for row in rows]
    assert set(names) == set(Settings.model_fields)
    assert names[-len(FetchSettings.model_fields) :] == list(FetchSettings.model_fields)
    assert all(row["variable"] == PREFIX + row["name"].upper() for row in rows)
    assert all(row["description"].endswith(".") for row in rows)
    assert [row["name"] for row in rows if row["set"]] == ["http_port"]
    (port,) = [row for row in rows if row["name"] == "http_port"]
    assert (port["value"], port["default"]) == (9, 8080)


def test_describe_writes_languages_as_they_are_set():
    (row,) = [row for row in describe(load_settings({"languages": "de,en"})) if row["name"] == "languages"]
    assert (row["value"], row["default"]) == ("de,en", ",".join(LANGUAGES))


def test_what_describe_shows_can_be_set_again(monkeypatch):
    settings = load_settings({"languages": "de,en", "create_channels": "true", "max_message_bytes": 2048})
    for row in describe(settings):
        if row["value"] is not None:
            monkeypatch.setenv(row["variable"], str(row["value"]))
    assert load_settings() == settings


def test_a_secret_is_masked():
    shown = module._plain(SecretStr("hunter2"))
    assert shown == "********"
    assert module._plain(SecretStr("")) == shown


def test_fetching_needs_somebody_to_reach():
    assert "COMMUNIQUE_FETCH_CONTACT: sites must be able" in refusal({"fetch": True})
    for contact in ("https://example.org/bot", "desk@example.org", "mailto:desk@example.org"):
        assert load_settings({"fetch": True, "fetch_contact": contact}).fetch
    for contact in ("", "nobody", "a@b\r\nx: y", "a (comment) b@c.d", "x@" + "y" * 300):
        assert "COMMUNIQUE_FETCH_CONTACT" in refusal({"fetch": True, "fetch_contact": contact})


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("retry_delays", "1m,soon", "soon is no delay"),
        ("retry_delays", "10m,1m", "must ascend"),
        ("retry_delays", "1m,60s", "must ascend"),
        ("fetch_ports", "80,0", "0 is no port"),
        ("feeds_ports", "80,65536", "65536 is no port"),
        ("feeds_allow", "10.0.0.0/99", "neither a host"),
        ("fetch_ports", "http", "http is no port"),
        ("fetch_allow", "10.0.0.0/99", "neither a host"),
        ("channel_fetched", "articles.fetch", "is COMMUNIQUE_CHANNEL_FETCH already"),
        ("channel_raw", "articles.fetched", "is COMMUNIQUE_CHANNEL_FETCHED already"),
    ],
)
def test_settings_of_fetching_that_make_no_sense(name, value, why):
    assert why in refusal({name: value})


def test_retry_channels_are_named_by_their_delays():
    assert load_settings({"retry_delays": "30s, 10m, 2h"}).retry_channels == {
        "articles.retry.30s": 30.0,
        "articles.retry.10m": 600.0,
        "articles.retry.2h": 7200.0,
    }


def test_where_nothing_is_set_the_pipeline_is_made_as_it_is_by_default():
    assert not anything_set()
    wanted = pipeline_options(load_settings())
    signature = inspect.signature(Pipeline).parameters
    assert {name: signature[name].default for name in wanted} == wanted
    assert options_of(taxonomy=None) == {"max_bytes": wanted["max_bytes"]}


@pytest.mark.parametrize("name", ["COMMUNIQUE_TAXONOMY", "communique_taxonomy", "COMMUNIQUE_SETTINGS_FILE"])
def test_settings_are_read_where_the_environment_names_any(monkeypatch, name):
    monkeypatch.setenv(name, "x")
    assert anything_set()


@pytest.mark.parametrize(
    ("variable", "value", "mend"),
    [
        ("COMMUNIQUE_DRAIN_SECONDS", "30s", "write the number of seconds alone, such as 10.0"),
        ("COMMUNIQUE_BUDGET_BYTES", "128MB", "write the number of bytes alone, such as 134217728"),
        ("COMMUNIQUE_HTTP_PORT", "80a", "write the number alone, such as 8080"),
        ("COMMUNIQUE_FETCH_PORTS", "80a", "write numbers from 1 to 65535 with commas between them, such as 80,443"),
        ("COMMUNIQUE_FETCH_PORTS", "80;443", "write numbers from 1 to 65535 with commas between them, such as 80,443"),
        ("COMMUNIQUE_FEEDS_PORTS", "443,65536", "write numbers from 1 to 65535 with commas between"),
        ("COMMUNIQUE_FEEDS_PORTS", "0", "write numbers from 1 to 65535 with commas between"),
        ("COMMUNIQUE_FETCH", "ja", "write true or false"),
        ("COMMUNIQUE_KAFKA_BOOTSTRAP_SERVERS", "kafka-1:9092 kafka-2:9092", "write host:port, with commas between"),
        ("COMMUNIQUE_KAFKA_BOOTSTRAP_SERVERS", "kafka-1:9092,kafka-2:port", "write host:port, the port a number"),
        ("COMMUNIQUE_KAFKA_BOOTSTRAP_SERVERS", "kafka-1:99999", "write host:port, the port a number from 1"),
        ("COMMUNIQUE_KAFKA_BOOTSTRAP_SERVERS", "[::1:9092", "write host:port, the port a number from 1"),
        ("COMMUNIQUE_KAFKA_BOOTSTRAP_SERVERS", ":9092", "write host:port, the port a number from 1"),
        ("COMMUNIQUE_CHANNEL_RAW", "raw articles", "write letters without accents, digits"),
        ("COMMUNIQUE_CHANNEL_DEAD_LETTER", "..", "write letters without accents, digits"),
        ("COMMUNIQUE_CHANNEL_FEEDS_SEEN", "a/b", "write letters without accents, digits"),
        ("COMMUNIQUE_KAFKA_BOOTSTRAP_SERVERS", "kafka-1:9092,,", "write host:port, with commas between"),
        ("COMMUNIQUE_KAFKA_BOOTSTRAP_SERVERS", "kafka-1:9092,http://kafka-2:9092", "write host:port alone, without"),
    ],
)
def test_a_value_in_the_wrong_form_is_refused_with_the_right_one(monkeypatch, variable, value, mend):
    monkeypatch.setenv(variable, value)
    assert refusal().startswith(f"{variable}: ")
    assert f"; {mend}" in refusal()
    assert "unable to" not in refusal()


@pytest.mark.parametrize(
    "servers",
    ["kafka", "kafka:9092", "kafka-1:9092, kafka-2.example:9093", "10.0.0.7:1", "[::1]:9092", "[::1]", "fe80::7"],
)
def test_brokers_are_hosts_with_a_port_or_without(monkeypatch, servers):
    monkeypatch.setenv("COMMUNIQUE_KAFKA_BOOTSTRAP_SERVERS", servers)
    assert load_settings().kafka_bootstrap_servers == servers


def test_a_password_before_a_broker_is_not_repeated(monkeypatch):
    monkeypatch.setenv("COMMUNIQUE_KAFKA_BOOTSTRAP_SERVERS", "user:geheim@kafka:9092")
    assert "write host:port alone" in refusal()
    assert "geheim" not in refusal()


def test_of_a_list_of_ports_the_wrong_one_is_named(monkeypatch):
    monkeypatch.setenv("COMMUNIQUE_FETCH_PORTS", "80, 8a, 443")
    assert refusal().startswith("COMMUNIQUE_FETCH_PORTS: 8a is no port; write")
    monkeypatch.setenv("COMMUNIQUE_FETCH_PORTS", "80, 8443")
    assert load_settings().fetch_ports == (80, 8443)


def test_ports_may_be_a_list_in_the_file(file):
    file("fetch_ports: [80, 8443]\n")
    assert load_settings().fetch_ports == (80, 8443)
    file("fetch_ports: [80, true]\n")
    assert "true is no port" in refusal()


def test_one_port_may_be_a_bare_number_in_the_file(file):
    file("fetch_ports: 80\n")
    assert load_settings().fetch_ports == (80,)
    file("fetch_ports: 80.5\n")
    assert "80.5 is no port; write numbers from 1 to 65535" in refusal()


@pytest.mark.parametrize("text", ["0442", "22:30", "8_0", "0x50", "0b1010000", "1:30.5"])
@pytest.mark.parametrize(
    "line", ["fetch_ports: {}", "feeds_ports: [443, {}]", "http_port: {}", "kafka_sasl_password: {}"]
)
def test_a_number_that_yaml_takes_for_another_one_is_refused_and_not_shown(file, line, text):
    path = file("log_level: debug\n" + line.format(text) + "\n")
    told = "the number in line 2 is another one to YAML, as 0443 is 291"
    assert refusal() == f"{path}: {told}; write plain decimal digits without a leading zero, or quote a text"


def test_a_setting_that_stands_twice_is_refused_with_its_line(file):
    path = file("http_port: 1\nlog_level: debug\nhttp_port: 2\n")
    assert refusal() == f"{path}: the key `http_port` in line 3 stands there already; take one out"


def test_plain_numbers_and_texts_of_digits_are_read_as_they_look(file):
    file("fetch_ports: '0443,80'\nhttp_port: 0\ndrain_seconds: 0.5\nfeeds: '22:30'\nfeeds_ports: [443, 8080]\n")
    settings = load_settings()
    assert (settings.fetch_ports, settings.feeds_ports) == ((443, 80), (443, 8080))
    assert (settings.http_port, settings.drain_seconds) == (0, 0.5)


@pytest.mark.parametrize("value", ["true", "{80: 443}", ""])
@pytest.mark.parametrize("name", ["fetch_ports", "retry_delays", "fetch_content_types", "feeds_allow"])
def test_what_is_no_list_is_refused_in_words_of_a_person(file, name, value):
    file(f"{name}: {value}\n")
    assert refusal() == f"COMMUNIQUE_{name.upper()}: is no list; write its parts with commas between"


FILES = sorted(name for name in Settings.model_fields if name.endswith("_file"))


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_not_there_is_told(tmp_path, name):
    path = tmp_path / "missing"
    told = unusable_files(load_settings({name: str(path)}))
    assert told == [f"{PREFIX}{name.upper()}: {path} cannot be used: No such file or directory"]
    path.write_text("x")
    assert unusable_files(load_settings({name: str(path)})) == []


def test_certificates_under_a_comment_in_another_encoding_are_not_told(tmp_path):
    path = tmp_path / "ca.pem"
    path.write_bytes("# Autorité\n".encode("latin-1"))
    assert unusable_files(load_settings({"fetch_ca_file": str(path)})) == []
    assert "cannot be used" in unusable_files(load_settings({"kafka_oauth_token_file": str(path)}))[0]


def test_a_secret_given_twice_is_told(tmp_path):
    path = tmp_path / "password"
    path.write_text("x")
    told = unusable_files(load_settings({"kafka_sasl_password": "x", "kafka_sasl_password_file": str(path)}))
    assert told == ["COMMUNIQUE_KAFKA_SASL_PASSWORD, COMMUNIQUE_KAFKA_SASL_PASSWORD_FILE: both are set; remove one"]


def test_a_wrong_number_without_a_default_is_refused_without_an_example(monkeypatch):
    monkeypatch.setenv("COMMUNIQUE_MAX_MESSAGE_BYTES", "1MB")
    assert refusal().endswith("; write the number of bytes alone")


def test_a_variable_in_the_file_is_told_by_the_name_that_files_use(file):
    path = file("COMMUNIQUE_TAXONOMY: foreign-affairs\n")
    assert refusal() == f"{path}: COMMUNIQUE_TAXONOMY: there is no such setting; did you mean taxonomy?"
