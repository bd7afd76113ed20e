"""Kubernetes on this machine: a control plane and one real node, from one program (tests/deploy/kube), as processes.

etcd, API server, controllers and scheduler listen on the loopback; the node's address is one more on the loopback
interface, because Kubernetes refuses 127.0.0.0/8 there. Pods are containers of a containerd of our own, on a bridge of
our own. There is no DNS, no metrics server, no storage, and the network enforces no policy.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import trustme

from tests.deploy import debian
from tests.deploy.engine import engine_programs
from tests.deploy.tools import ToolError, lock_file, run, tool
from tests.kafka.errors import KafkaTestError
from tests.kafka.ports import free_port
from tests.kafka.process import ServerProcess

NODE = "node-1"
NODE_ADDRESS = "10.99.0.1"
BRIDGE = "communique0"
PODS = "10.244.0.0/24"
SERVICES = "10.96.0.0/16"
PAUSE = "localhost/communique-pause:check"
TOKEN = "admin-of-a-cluster-that-lives-for-minutes"  # noqa: S105 - it opens nothing but this cluster, on the loopback
READY_SECONDS = 90.0
PARTS = ("etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "containerd", "kubelet", "kube-proxy")


class Cluster:
    """A cluster; as a context manager it starts, and at the end everything of it is gone.

    Args:
        images: a tar file as `docker save` writes it: the images of all pods, and PAUSE.

    Raises:
        ToolError: we are not root, or a part does not start; with its last words.
    """

    def __init__(self, images: Path) -> None:
        self._images = images
        # Sockets lie in here, whose paths hold 108 bytes at most.
        self.folder = Path(tempfile.mkdtemp(prefix="communique-kube-"))
        self.kubeconfig = self.folder / "kubeconfig"
        self._ports = {
            part: free_port() for part in (*PARTS, "etcd-peer", "kubelet-health", "proxy-health", "proxy-metrics")
        }
        self._running: list[ServerProcess] = []
        self._lock = lock_file("cluster")

    def __enter__(self) -> Self:
        if os.geteuid() != 0:
            raise ToolError("a Kubernetes node wants root")
        # Bridge, addresses and rules of the network are there once: a second check waits for the first.
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        debian.installed(runc="runc", iptables="iptables", conntrack="conntrack")
        if not Path("/usr/lib/cni/bridge").exists():
            run(["apt-get", "install", "-y", "-qq", "-o", "DPkg::Lock::Timeout=300", "containernetworking-plugins"])
        try:
            self._control_plane()
            self._node()
        except (KafkaTestError, ToolError, TimeoutError) as error:
            words = self._last_words()
            self.close()
            raise ToolError(f"{error}\n{words}") from None
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def kubectl(self, *words: object, stdin: str | None = None) -> str:
        """Run kubectl; its output.

        Raises:
            ToolError: it failed.
        """
        command = [str(tool("kubectl")), "--kubeconfig", str(self.kubeconfig), *map(str, words)]
        done = subprocess.run(command, input=stdin, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise ToolError(f"kubectl {' '.join(map(str, words[:6]))}: {done.stderr.strip()}")
        return done.stdout

    def get(self, *words: object) -> list[dict[str, Any]]:
        """Resources as `kubectl get WORDS` finds them."""
        return json.loads(self.kubectl("get", *words, "--output", "json"))["items"]

    def helm(self, *words: object) -> str:
        """Run Helm 4 against the cluster; its output.

        Raises:
            ToolError: it failed.
        """
        return run([tool("helm4"), "--kubeconfig", self.kubeconfig, *words], env={"HOME": str(self.folder)})

    def close(self) -> None:
        """Take everything down: pods first, for a container outlives its containerd."""
        with contextlib.suppress(ToolError, OSError):
            gone = (
                "deployments,statefulsets,jobs,cronjobs,replicasets,pods",
                "--all-namespaces",
                "--all",
                "--timeout=60s",
            )
            self.kubectl("delete", *gone, "--grace-period=1")
        for process in reversed(self._running):
            with contextlib.suppress(KafkaTestError):
                process.terminate(20)
        self._running.clear()
        with contextlib.suppress(ToolError):
            run([tool("kube"), "kube-proxy", "--cleanup"])
        subprocess.run(["ip", "link", "delete", BRIDGE], capture_output=True, check=False)
        subprocess.run(["ip", "address", "delete", f"{NODE_ADDRESS}/32", "dev", "lo"], capture_output=True, check=False)
        mounts = [line.split()[1] for line in Path("/proc/mounts").read_text().splitlines()]
        for mount in sorted((one for one in mounts if one.startswith(f"{self.folder}/")), reverse=True):
            subprocess.run(["umount", "--lazy", mount], capture_output=True, check=False)
        shutil.rmtree(self.folder, ignore_errors=True)
        self._lock.close()

    def _start(self, part: str, *options: object, program: Path | None = None) -> None:
        command = [program] if program else [tool("kube"), part]
        self._running.append(ServerProcess(part, [*map(str, command), *map(str, options)], self.folder / f"{part}.log"))

    def _control_plane(self) -> None:
        url = f"http://127.0.0.1:{self._ports['etcd']}"
        peers = f"http://127.0.0.1:{self._ports['etcd-peer']}"
        self._start(
            "etcd",
            "--data-dir",
            self.folder / "etcd",
            "--unsafe-no-fsync",
            "--log-level",
            "warn",
            "--listen-client-urls",
            url,
            "--advertise-client-urls",
            url,
            "--listen-peer-urls",
            peers,
            "--initial-advertise-peer-urls",
            peers,
            "--initial-cluster",
            f"default={peers}",
        )
        key, tokens = self.folder / "accounts.key", self.folder / "tokens.csv"
        run(["openssl", "genrsa", "-out", key, "2048"])
        tokens.write_text(f"{TOKEN},admin,admin,system:masters\n")
        self._start(
            "kube-apiserver",
            "--bind-address",
            "127.0.0.1",
            "--secure-port",
            self._ports["kube-apiserver"],
            "--cert-dir",
            self.folder / "certificates",
            "--etcd-servers",
            url,
            "--endpoint-reconciler-type",
            "none",
            "--service-cluster-ip-range",
            SERVICES,
            "--service-account-issuer",
            "https://kubernetes.default.svc",
            "--service-account-key-file",
            key,
            "--service-account-signing-key-file",
            key,
            "--token-auth-file",
            tokens,
            "--authorization-mode",
            "RBAC",
            "--allow-privileged=true",
            "--kubelet-preferred-address-types",
            "InternalIP",
            *self._aggregation(),
        )
        self._write_kubeconfig()
        until(lambda: self.kubectl("get", "--raw", "/readyz") == "ok", READY_SECONDS)
        common = (
            "--kubeconfig",
            self.kubeconfig,
            "--leader-elect=false",
            "--bind-address",
            "127.0.0.1",
            "--authentication-kubeconfig",
            self.kubeconfig,
            "--authorization-kubeconfig",
            self.kubeconfig,
            "--cert-dir",
            self.folder / "certificates",
        )
        self._start(
            "kube-controller-manager",
            *common,
            "--secure-port",
            self._ports["kube-controller-manager"],
            "--service-account-private-key-file",
            key,
            "--root-ca-file",
            self.folder / "certificates/apiserver.crt",
            "--horizontal-pod-autoscaler-sync-period",
            "5s",
        )
        self._start("kube-scheduler", *common, "--secure-port", self._ports["kube-scheduler"])

    def _aggregation(self) -> list[object]:
        """How the API server proves to a server behind it, such as KEDA's adapter, in whose name it asks."""
        folder = self.folder / "aggregation"
        folder.mkdir()
        authority = trustme.CA()
        client = authority.issue_cert("aggregator.check")
        authority.cert_pem.write_to_path(folder / "ca.crt")
        client.private_key_and_cert_chain_pem.write_to_path(folder / "client.pem")
        files = ["--requestheader-client-ca-file", folder / "ca.crt"]
        files += ["--proxy-client-cert-file", folder / "client.pem", "--proxy-client-key-file", folder / "client.pem"]
        headers = {"username": "User", "group": "Group", "extra": "Extra-"}
        kinds = {"username": "username-headers", "group": "group-headers", "extra": "extra-headers-prefix"}
        return [*files, *(f"--requestheader-{kinds[kind]}=X-Remote-{word}" for kind, word in headers.items())]

    def _write_kubeconfig(self) -> None:
        server = f"https://127.0.0.1:{self._ports['kube-apiserver']}"
        config = {
            "apiVersion": "v1",
            "kind": "Config",
            "current-context": "check",
            "clusters": [{"name": "check", "cluster": {"server": server, "insecure-skip-tls-verify": True}}],
            "users": [{"name": "check", "user": {"token": TOKEN}}],
            "contexts": [{"name": "check", "context": {"cluster": "check", "user": "check"}}],
        }
        self.kubeconfig.touch(mode=0o600)
        self.kubeconfig.write_text(json.dumps(config))

    def _node(self) -> None:
        self._containerd()
        run(["ip", "address", "replace", f"{NODE_ADDRESS}/32", "dev", "lo"])
        kubelet = {
            "apiVersion": "kubelet.config.k8s.io/v1beta1",
            "kind": "KubeletConfiguration",
            "address": NODE_ADDRESS,
            "port": self._ports["kubelet"],
            "healthzPort": self._ports["kubelet-health"],
            "cgroupDriver": "cgroupfs",
            "containerRuntimeEndpoint": f"unix://{self.folder}/containerd.sock",
            "failSwapOn": False,
            "failCgroupV1": False,
            "oomScoreAdj": 0,
            "clusterDNS": [NODE_ADDRESS],
            "clusterDomain": "cluster.local",
            "authentication": {"anonymous": {"enabled": True}, "webhook": {"enabled": False}},
            "authorization": {"mode": "AlwaysAllow"},
            "imageGCHighThresholdPercent": 100,
            "evictionHard": {"memory.available": "100Mi"},
        }
        (self.folder / "kubelet.yaml").write_text(json.dumps(kubelet))
        self._start(
            "kubelet",
            "--kubeconfig",
            self.kubeconfig,
            "--config",
            self.folder / "kubelet.yaml",
            "--hostname-override",
            NODE,
            "--node-ip",
            NODE_ADDRESS,
            "--node-labels",
            "topology.kubernetes.io/zone=zone-1",
            "--root-dir",
            self.folder / "kubelet",
            "--cert-dir",
            self.folder / "kubelet/pki",
        )
        self._start(
            "kube-proxy",
            "--kubeconfig",
            self.kubeconfig,
            "--hostname-override",
            NODE,
            "--proxy-mode",
            "iptables",
            "--cluster-cidr",
            PODS,
            # Answers between pods would cross the bridge alone, past the rules that gave them the Service's address.
            "--masquerade-all",
            "--conntrack-max-per-core",
            "0",
            "--healthz-bind-address",
            f"127.0.0.1:{self._ports['proxy-health']}",
            "--metrics-bind-address",
            f"127.0.0.1:{self._ports['proxy-metrics']}",
        )
        until(lambda: self.kubectl("wait", "--for=condition=Ready", f"node/{NODE}", "--timeout=5s"), READY_SECONDS)
        until(lambda: self.kubectl("--namespace", "default", "get", "serviceaccount", "default"), READY_SECONDS)

    def _containerd(self) -> None:
        (self.folder / "cni").mkdir()
        bridge = {
            "type": "bridge",
            "bridge": BRIDGE,
            "isGateway": True,
            "ipMasq": False,
            "hairpinMode": True,
            "ipam": {
                "type": "host-local",
                "subnet": PODS,
                "routes": [{"dst": "0.0.0.0/0"}],
                "dataDir": str(self.folder / "addresses"),
            },
        }
        network = {"cniVersion": "0.4.0", "name": "communique-check", "plugins": [bridge]}
        (self.folder / "cni/10-bridge.conflist").write_text(json.dumps(network))
        cri = '[plugins."io.containerd.grpc.v1.cri"'
        (self.folder / "containerd.toml").write_text(
            f'version = 2\nroot = "{self.folder}/containerd"\nstate = "{self.folder}/containerd-state"\n'
            f'[grpc]\n  address = "{self.folder}/containerd.sock"\n'
            f'{cri}]\n  sandbox_image = "{PAUSE}"\n  restrict_oom_score_adj = true\n  disable_apparmor = true\n'
            f"  disable_hugetlb_controller = true\n"
            f'{cri}.cni]\n  bin_dir = "/usr/lib/cni"\n  conf_dir = "{self.folder}/cni"\n'
            f'{cri}.containerd.runtimes.runc]\n  runtime_type = "io.containerd.runc.v2"\n'
            f"{cri}.containerd.runtimes.runc.options]\n  SystemdCgroup = false\n"
        )
        programs = engine_programs() / "bin"
        path = f"PATH={programs}:/usr/sbin:{os.environ['PATH']}"  # it starts its shims by name
        self._start(
            "containerd",
            path,
            programs / "containerd",
            "-c",
            self.folder / "containerd.toml",
            program=Path("/usr/bin/env"),
        )
        ctr = [programs / "ctr", "--address", self.folder / "containerd.sock"]
        until(lambda: run([*ctr, "version"]), READY_SECONDS)
        run([*ctr, "--namespace", "k8s.io", "images", "import", self._images])

    def _last_words(self) -> str:
        logs = sorted(self.folder.glob("*.log"))
        return "\n".join(
            f"{log.name}: {' | '.join(log.read_text('utf-8', 'replace').splitlines()[-2:])}" for log in logs
        )


def until(holds: Callable[[], Any], seconds: float, *, pause: float = 1.0) -> Any:
    """What `holds()` says once it is true, asked every `pause` seconds; errors of tools count as not yet.

    Raises:
        TimeoutError: not in time; with the last error.
    """
    deadline, last = time.monotonic() + seconds, "it did not hold"
    while time.monotonic() < deadline:
        try:
            if found := holds():
                return found
        except ToolError as error:
            last = str(error)
        time.sleep(pause)
    raise TimeoutError(f"not within {seconds:.0f} s: {last}")
