"""Debian packages: some installed where they are missing, some only unpacked, and a root file system made of them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tests.deploy.tools import CACHE, ToolError, run


def installed(**commands: str) -> None:
    """See to it that each command is there, from the package that is named; wants root where one is missing.

    Raises:
        ToolError: a package is missing and cannot be installed.
    """
    missing = {package for command, package in commands.items() if not shutil.which(command.replace("_", "-"))}
    if not missing:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise ToolError(f"missing: {', '.join(sorted(missing))}; install these packages, or run as root on Debian")
    run(["apt-get", "update", "-qq"])
    # Other runs on this machine may be installing as well: wait for them.
    run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300", *missing])


def unpacked(name: str, *packages: str) -> Path:
    """A folder with the files of Debian packages that are not installed, so that no service of theirs starts.

    Raises:
        ToolError: apt does not have them.
    """
    folder = CACHE / "tools" / name
    if not (folder / ".complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        run(["apt-get", "download", "-qq", *packages], cwd=folder)
        for package in sorted(folder.glob("*.deb")):
            run(["dpkg", "-x", package, folder])
            package.unlink()
        (folder / ".complete").touch()
    return folder


def root_file_system(name: str, *packages: str) -> Path:
    """A tar file of a Debian that holds `packages`, and the authorities that this machine trusts: a base to build on.

    Raises:
        ToolError: mmdebstrap failed.
    """
    made = CACHE / f"{name}.tar"
    if not made.exists():
        installed(mmdebstrap="mmdebstrap")
        part = made.with_suffix(".part.tar")
        trusted = Path("/etc/ssl/certs/ca-certificates.crt")
        hooks = [f"--customize-hook=copy-in {trusted} {trusted.parent}"] if trusted.exists() else []
        include = f"--include={','.join(('ca-certificates', *packages))}"
        run(["mmdebstrap", "--quiet", "--variant=apt", include, *hooks, "bookworm", part])
        part.rename(made)
    return made
