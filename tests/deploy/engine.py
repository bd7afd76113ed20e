"""A Docker engine of our own: Debian's, started from unpacked packages, with its socket, state and images in our folders."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Self

from tests.deploy import debian
from tests.deploy.tools import CACHE, ROOT, ToolError, lock_file, run

START_SECONDS = 60.0
STOP_SECONDS = 60.0


def engine_programs() -> Path:
    """The folder with dockerd, docker, containerd and ctr.

    Raises:
        ToolError: they cannot be had.
    """
    debian.installed(runc="runc", iptables="iptables")
    return debian.unpacked("docker-engine", "docker.io", "containerd") / "usr"


class Engine:
    """A Docker engine; as a context manager it starts, and at the end stops. Images and build layers stay in the cache.

    Raises:
        ToolError: we are not root, or it did not start; with the end of its log.
    """

    def __init__(self) -> None:
        # A socket's path holds 108 bytes at most, so it does not lie in the cache.
        self.folder = Path(tempfile.mkdtemp(prefix="communique-engine-"))
        self.log = self.folder / "dockerd.log"
        self._lock = lock_file("engine")
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def host(self) -> str:
        """What DOCKER_HOST says."""
        return f"unix://{self.folder}/docker.sock"

    @property
    def environment(self) -> dict[str, str]:
        """For commands that talk to this engine."""
        programs = engine_programs()
        path = f"{programs / 'bin'}:{programs / 'sbin'}:/usr/sbin:{os.environ['PATH']}"
        return {"DOCKER_HOST": self.host, "DOCKER_BUILDKIT": "0", "PATH": path, "DOCKER_CONFIG": str(self.folder)}

    def __enter__(self) -> Self:
        if os.geteuid() != 0:
            raise ToolError("a Docker engine wants root")
        # Two engines must not share a folder of images: a second check waits for the first.
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        environment = {**os.environ, **self.environment}
        command = ["dockerd", "--host", self.host, "--data-root", CACHE / "docker", "--exec-root", self.folder / "exec"]
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [engine_programs() / "sbin/dockerd", *map(str, command[1:]), "--pidfile", str(self.folder / "pid")],
                env=environment,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                words = "\n".join(self.log.read_text("utf-8", "replace").splitlines()[-15:])
                self.close()
                raise ToolError(f"dockerd did not start:\n{words}")
            time.sleep(0.2)
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop the engine; its containers with it."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
        # The engine leaves the namespace of its host network mounted, which keeps the folder.
        for mount in self.folder.glob("exec/netns/*"):
            subprocess.run(["umount", mount], check=False, capture_output=True)
        shutil.rmtree(self.folder, ignore_errors=True)
        self._lock.close()

    def docker(self, *words: object) -> str:
        """Run `docker WORDS`; its output.

        Raises:
            ToolError: it failed.
        """
        return run(["docker", *words], env=self.environment)

    def import_base(self, image: str, *packages: str) -> str:
        """A base image of Debian packages, made once; its name.

        Raises:
            ToolError: it cannot be made.
        """
        if not self.docker("images", "--quiet", image).strip():
            tar = debian.root_file_system(image.rpartition("/")[2].replace(":", "-"), *packages)
            # pip brings authorities of its own; this machine's may be others.
            trust = "ENV PIP_CERT=/etc/ssl/certs/ca-certificates.crt"
            self.docker("import", "--change", trust, "--change", 'CMD ["/bin/sh"]', tar, image)
        return image

    def build(self, image: str, *options: object, context: Path = ROOT) -> str:
        """Build an image from `context`; its name."""
        self.docker("build", "--quiet", "--network", "host", "--tag", image, *options, context)
        return image

    def _answers(self) -> bool:
        try:
            self.docker("version")
        except ToolError:
            return False
        return True
