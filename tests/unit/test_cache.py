"""The folder of what takes long to make: whole files of our own, or nothing."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from service.edges.cache import HEADER_BYTES, KEPT, REST_SECONDS, Cache, cache_of, digest_of

DIGEST = digest_of([b"a digest"])


@pytest.fixture
def cache(tmp_path) -> Cache:
    return Cache(tmp_path / "a" / "cache")


@pytest.fixture
def kept(cache) -> Path:
    """A file in the cache."""
    assert cache.write("thing", DIGEST, [b"what ", b"was made"])
    assert bytes(cache.read("thing", DIGEST) or b"") == b"what was made"
    return cache.folder / f"thing-{DIGEST}"


def test_parts_are_told_apart():
    assert len({digest_of(parts) for parts in ([b"ab"], [b"a", b"b"], [b"", b"ab"], [b"ab", b""], [])}) == 5


def test_what_was_never_written_is_not_there(cache, kept):
    assert cache.read("thing", digest_of([b"another"])) is None
    assert cache.read("other", DIGEST) is None
    assert Cache(cache.folder / "nowhere").read("thing", DIGEST) is None


def test_a_folder_that_cannot_even_be_looked_into_has_nothing(cache, kept):
    assert cache.has("thing", DIGEST)
    for strange in (Cache(cache.folder / "nowhere"), Cache(kept / "below"), Cache(cache.folder / ("x" * 300))):
        assert not strange.has("thing", DIGEST)
        assert strange.read("thing", DIGEST) is None


def test_a_folder_that_we_may_not_enter_has_nothing(cache, kept, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", refuse)
    assert not cache.has("thing", DIGEST)


def test_folder_and_files_are_for_their_owner_to_write(cache, kept):
    assert cache.folder.stat().st_mode & 0o777 == 0o700
    assert kept.stat().st_mode & 0o022 == 0
    assert list(cache.folder.iterdir()) == [kept]


@pytest.mark.parametrize("place", [0, 31, 40, HEADER_BYTES, -1])
def test_a_damaged_file_is_not_taken(cache, kept, place):
    whole = bytearray(kept.read_bytes())
    whole[place] ^= 1
    kept.write_bytes(whole)
    assert cache.read("thing", DIGEST) is None


@pytest.mark.parametrize("size", [0, 1, HEADER_BYTES - 1, HEADER_BYTES, HEADER_BYTES + 5])
def test_half_a_file_is_not_taken(cache, kept, size):
    kept.write_bytes(kept.read_bytes()[:size])
    assert cache.read("thing", DIGEST) is None


def test_a_longer_file_is_not_taken(cache, kept):
    kept.write_bytes(kept.read_bytes() + b"!")
    assert cache.read("thing", DIGEST) is None


def test_a_file_under_anothers_name_is_not_taken(cache, kept):
    other = digest_of([b"another"])
    kept.rename(kept.with_name(f"thing-{other}"))
    assert cache.read("thing", other) is None


def test_what_was_refused_is_written_anew(cache, kept):
    kept.write_bytes(b"rubbish")
    assert cache.write("thing", DIGEST, [b"made again"])
    assert bytes(cache.read("thing", DIGEST) or b"") == b"made again"


@pytest.mark.parametrize("mode", [0o664, 0o646, 0o666])
def test_a_file_that_others_may_write_is_not_taken(cache, kept, mode):
    kept.chmod(mode)
    assert cache.read("thing", DIGEST) is None


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o1777])
def test_a_folder_that_others_may_write_is_not_trusted(cache, kept, mode):
    cache.folder.chmod(mode)
    assert cache.read("thing", DIGEST) is None


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
@pytest.mark.parametrize("whose", ["file", "folder"])
def test_what_belongs_to_somebody_else_is_not_taken(cache, kept, whose):
    os.chown(kept if whose == "file" else cache.folder, 12345, -1)
    assert cache.read("thing", DIGEST) is None


def test_a_link_is_not_followed(cache, kept):
    kept.rename(kept.with_name("elsewhere"))
    kept.symlink_to("elsewhere")
    assert cache.read("thing", DIGEST) is None


def test_neither_a_pipe_nor_a_folder_is_waited_for(cache, kept):
    kept.unlink()
    os.mkfifo(kept, 0o600)
    assert cache.read("thing", DIGEST) is None
    kept.unlink()
    kept.mkdir(0o700)
    assert cache.read("thing", DIGEST) is None
    assert not cache.write("thing", DIGEST, [b"x"])


def test_a_folder_that_cannot_be_had_is_no_error(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    for folder in (tmp_path / "file", tmp_path / "file" / "below", Path("/proc/communique"), Path("a\0b")):
        assert not Cache(folder).write("thing", DIGEST, [b"x"])
        assert Cache(folder).read("thing", DIGEST) is None


def test_a_write_that_fails_leaves_nothing(cache, kept):
    def parts():
        yield b"half"
        raise OSError(28, "No space left on device")

    assert not cache.write("thing", DIGEST, parts())
    assert bytes(cache.read("thing", DIGEST) or b"") == b"what was made"
    assert list(cache.folder.iterdir()) == [kept]


def test_whoever_reads_while_many_write_sees_a_whole_file(cache):
    contents = {bytes([letter]) * 300_000 for letter in b"abcd"}
    ends = time.monotonic() + 0.5
    wrong = []

    def write(content: bytes) -> None:
        while time.monotonic() < ends:
            cache.write("thing", DIGEST, [content])

    threads = [threading.Thread(target=write, args=[content]) for content in contents]
    for thread in threads:
        thread.start()
    reads = 0
    while time.monotonic() < ends:
        found = cache.read("thing", DIGEST)
        if found is not None:
            reads += 1
            wrong += [] if bytes(found) in contents else [bytes(found[:9])]
    for thread in threads:
        thread.join()
    assert reads > 0
    assert wrong == []


def test_what_was_read_stays_when_the_file_is_replaced_or_removed(cache, kept):
    found = cache.read("thing", DIGEST)
    cache.write("thing", DIGEST, [b"another"])
    kept.unlink()
    assert bytes(found) == b"what was made"


def test_what_is_used_stays_and_old_files_go(cache, kept):
    old = time.time() - REST_SECONDS - 60
    others = [cache.folder / f"thing-{number:02}" for number in range(KEPT + 2)]
    for path in others:
        path.write_bytes(b"")
        os.utime(path, (old, old))
    recent = cache.folder / "thing-recent"
    recent.write_bytes(b"")
    os.utime(kept, (old - 60, old - 60))
    cache.read("thing", DIGEST)
    cache.write("thing", digest_of([b"new"]), [b"new"])
    left = set(cache.folder.iterdir())
    assert {kept, recent} <= left
    assert len(left) == KEPT


class TestCacheOf:
    def test_off(self):
        assert cache_of("off") is None

    def test_a_folder(self, tmp_path):
        assert cache_of(str(tmp_path)) == cache_of(tmp_path) == Cache(tmp_path)

    def test_the_users_own(self, monkeypatch, tmp_path):
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
        assert cache_of() == Cache(tmp_path / "communique")

    @pytest.mark.parametrize("named", ["", "relative/folder"])
    def test_home_when_the_variable_names_none(self, monkeypatch, tmp_path, named):
        monkeypatch.setenv("XDG_CACHE_HOME", named)
        monkeypatch.setenv("HOME", str(tmp_path))
        assert cache_of() == Cache(tmp_path / ".cache" / "communique")

    def test_nobodys_home(self, monkeypatch):
        def homeless() -> Path:
            raise RuntimeError("Could not determine home directory.")

        monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
        monkeypatch.setattr(Path, "home", homeless)
        assert cache_of() is None
