"""What a git process is told and what is kept from it: settings on top, and its environment.

Source: git(1), section ENVIRONMENT VARIABLES, and git-config(1) of git 2.39.
"""

import os

PROTOCOLS = "https:http:ssh:git"
"""What git may speak to a server (`GIT_ALLOW_PROTOCOL`); no `ext`, `fd` or `file`."""
_ALWAYS = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.pager=cat",
    "core.askPass=",
    "gc.auto=0",
    "maintenance.auto=false",
    "submodule.recurse=false",
    "protocol.ext.allow=never",
    "protocol.fd.allow=never",
    "protocol.file.allow=never",
    "advice.detachedHead=false",
)
_LOCAL = (
    "core.sshCommand=false",
    "core.gitProxy=",
    "core.alternateRefsCommand=",
    "credential.helper=",
    "protocol.allow=never",
    "uploadpack.packObjectsHook=",
)
_REMOTE = (
    "protocol.version=2",
    "fetch.negotiationAlgorithm=noop",
    "fetch.recurseSubmodules=false",
    "fetch.writeCommitGraph=false",
    "http.followRedirects=initial",
    "http.lowSpeedLimit=500",
    "http.lowSpeedTime=60",
)
_KEPT = frozenset(
    {
        "GIT_CONFIG_GLOBAL",
        "GIT_CONFIG_SYSTEM",
        "GIT_EXEC_PATH",
        "GIT_SSH",
        "GIT_SSH_COMMAND",
        "GIT_SSH_VARIANT",
        "GIT_SSL_CAINFO",
        "GIT_SSL_CAPATH",
        "GIT_SSL_CERT",
        "GIT_SSL_KEY",
        "GIT_PROXY_SSL_CAINFO",
        "GIT_HTTP_PROXY_AUTHMETHOD",
    }
)
"""Variables of the user's that reach git when it talks to a server; other `GIT_*` are dropped."""


def overrides(*, local: bool) -> list[str]:
    """`-c` options that go before every configuration file.

    Args:
        local: True for reads of objects on disk, False for talking to a server.
    """
    return [part for s in _ALWAYS + (_LOCAL if local else _REMOTE) for part in ("-c", s)]


def environment(*, local: bool) -> dict[str, str]:
    """Environment of a git process.

    Args:
        local: True for reads of objects on disk, False for talking to a server.
    """
    dropped = {"SSH_ASKPASS", "LANGUAGE", "PAGER"}
    clean = {
        name: value
        for name, value in os.environ.items()
        if name not in dropped and (not name.startswith("GIT_") or (not local and name in _KEPT))
    }
    clean |= {
        "LC_ALL": "C",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "",
        "SSH_ASKPASS_REQUIRE": "never",
        "GCM_INTERACTIVE": "never",
        "GIT_LFS_SKIP_SMUDGE": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none" if local else PROTOCOLS,
        "GIT_PROTOCOL_FROM_USER": "0",
    }
    if local:
        clean |= {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null"}
        clean |= {"GIT_ATTR_NOSYSTEM": "1"}
    return clean
