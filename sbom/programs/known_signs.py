"""Byte strings by which well-known programs and libraries state their version: our own table.

Each line was written from the text that the program itself prints or carries, and holds an example
that must fit and one that must not; tests run both. Two kinds:

- `SIGNS` count only in files with a fitting name, since their byte string is short or general.
- `EMBEDDED` count in any program, since nothing else writes such a text: libraries linked into it.

What they give is likely, not certain: property `confidence`.
"""

from typing import NamedTuple


class Sign(NamedTuple):
    """How one product states its version."""

    product: str
    """Name in the purl `pkg:generic/PRODUCT@VERSION`."""
    names: str
    """Regular expression on the whole basename in lower case, `.exe` taken off; empty: any."""
    sign: bytes
    """Regular expression with the version as its only group."""
    example: bytes
    """Fits; the version is `version`."""
    version: str
    unlike: bytes
    """Looks alike and does not fit."""
    literal: bytes = b""
    """Stands in every text that fits; looked for first (needed for `EMBEDDED`)."""


_LIBRARY = r"(?:\.so[.\d]*|-\d+\.dll|\.dll|[.\d]*\.dylib)"

SIGNS: tuple[Sign, ...] = (
    Sign(
        "python",
        rf"(?:lib)?python[23]?(?:\.?\d\d?)?[a-z]?(?:-[a-z]+)?{_LIBRARY}?",
        rb"\0([23]\.\d{1,2}\.\d{1,2}(?:(?:a|b|rc)\d+)?\+?)\0",
        b"\x003.11.2\x00",
        "3.11.2",
        b"\x003.11\x00",
    ),
    Sign(
        "node",
        rf"node(?:js)?(?:[-_].{{0,20}})?|libnode{_LIBRARY}",
        rb"node\.js/v(\d+\.\d+\.\d+(?:-[a-z]+\.\d+)?)",
        b"node.js/v24.19.0\x00",
        "24.19.0",
        b"node.js/%s",
    ),
    Sign(
        "redis",
        r"redis-(?:server|cli|benchmark|sentinel|check-(?:aof|rdb))",
        rb"\0v?(\d{1,2}\.\d{1,2}\.\d{1,3}(?:-rc\d)?)\0",
        b"\x007.0.15\x00",
        "7.0.15",
        b"\x00127.0.0.1\x00",
    ),
    Sign(
        "valkey",
        r"valkey-(?:server|cli|benchmark|sentinel|check-(?:aof|rdb))",
        rb"\0([789]\.\d{1,2}\.\d{1,3}(?:-rc\d)?)\0(?<!7\.2\.4\0)",
        b"\x008.0.1\x00",
        "8.0.1",
        b"\x007.2.4\x00",
    ),
    Sign(
        "nginx",
        r"nginx(?:[-.].{0,20})?",
        rb"nginx version: nginx/(\d+\.\d+\.\d+)",
        b"nginx version: nginx/1.22.1\x00",
        "1.22.1",
        b"nginx version: openresty/1.25.3.1",
    ),
    Sign(
        "openresty",
        r"nginx|openresty",
        rb"nginx version: openresty/(\d+(?:\.\d+){2,3})",
        b"nginx version: openresty/1.25.3.1",
        "1.25.3.1",
        b"nginx version: nginx/1.25.3",
    ),
    Sign(
        "postgresql",
        r"postgres|psql|pg_(?:dump|dumpall|ctl|restore|basebackup|isready)|initdb",
        rb"PostgreSQL(?:\) | )(\d+(?:\.\d+)+|\d+(?:beta|rc)\d)",
        b"postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)",
        "15.20",
        b"PostgreSQL 15 server",
    ),
    Sign(
        "php",
        r"php(?:-?(?:cli|cgi|fpm|dbg))?\d?(?:\.\d+)?|libphp[\d.]*(?:\.so)?|php\dts\.dll",
        rb"X-Powered-By: PHP/(\d+\.\d+\.\d+(?:RC\d|alpha\d|beta\d)?)",
        b"X-Powered-By: PHP/8.2.36\x00",
        "8.2.36",
        b"X-Powered-By: PHP/%s",
    ),
    Sign(
        "ruby",
        rf"ruby(?:\d[\d.]*)?|libruby[-\d.]*{_LIBRARY}",
        rb"ruby (\d\.\d{1,2}\.\d{1,2})(?:p\d{1,5}|preview\d|rc\d)? \(20\d\d-",
        b"ruby 3.1.7p261 (2025-03-26 revision 0a3704f218) [x86_64-linux]",
        "3.1.7",
        b"ruby 3.1 (since 2021)",
    ),
    Sign(
        "perl",
        rf"perl(?:5[\d.]*)?|libperl{_LIBRARY}",
        rb"/perl5?/(5\.\d{1,3}\.\d{1,3})[\0/]",
        b"/usr/local/share/perl/5.36.0\x00",
        "5.36.0",
        b"/usr/share/perl/5.36\x00",
    ),
    Sign(
        "lua",
        rf"lua(?:c)?(?:[-\d.]*)|liblua[-\d.]*{_LIBRARY}",
        rb"Lua (5\.\d\.\d{1,2})  Copyright",
        b"Lua 5.3.6  Copyright (C) 1994-2020 Lua.org, PUC-Rio",
        "5.3.6",
        b"Lua 5.3",
    ),
    Sign(
        "bash",
        r"bash",
        rb"@\(#\)Bash version (\d+\.\d+\.\d+)\(\d+\)",
        b"@(#)Bash version 5.2.15(1) release GNU",
        "5.2.15",
        b"Bash version 5.2",
    ),
    Sign(
        "git",
        r"git(?:-(?:remote-https?|http-backend|upload-pack|receive-pack))?",
        rb"(?<![A-Za-z/])git/(\d+\.\d+\.\d+(?:\.\d+)?)",
        b"\x00git/2.39.5\x00",
        "2.39.5",
        b"/git/2.39.5/",
    ),
    Sign(
        "curl",
        r"curl",
        rb"\0curl/(\d+\.\d+\.\d+)",
        b"\x00curl/7.88.1\x00",
        "7.88.1",
        b"libcurl/7.88.1",
    ),
    Sign(
        "httpd",
        r"httpd(?:-.{0,20})?|apache2",
        rb"Apache/(\d+\.\d+\.\d+)",
        b"Apache/2.4.71 (Debian)",
        "2.4.71",
        b"Apache/2.4\x00",
    ),
    Sign(
        "haproxy",
        r"haproxy",
        rb"version (\d+\.\d+(?:\.\d+)?(?:-dev\d+)?)[-+0-9a-z.~]{0,40}, released 20",
        b" version 2.6.12-1+deb12u4, released 2026/10/17\n",
        "2.6.12",
        b" version 2.6.12 of the library",
    ),
    Sign(
        "memcached",
        r"memcached",
        rb"memcached (\d+\.\d+\.\d+)",
        b"memcached 1.6.18\x00",
        "1.6.18",
        b"memcached %s",
    ),
    Sign(
        "mariadb",
        r"mariadbd?(?:-.{0,20})?|mysqld?(?:[-_].{0,20})?|libmariadb(?:d|\.so.{0,8})?",
        rb"(\d{1,2}\.\d{1,2}\.\d{1,3})-MariaDB",
        b"10.11.19-MariaDB\x00",
        "10.11.19",
        b"MariaDB 10.11.19",
    ),
    Sign(
        "mysql",
        r"mysqld?(?:[-_].{0,20})?",
        rb"/mysql-(\d+\.\d+\.\d+)[-/]",
        b"/usr/src/mysql-8.0.36/sql/mysqld.cc",
        "8.0.36",
        b"/etc/mysql-8.0.36.cnf",
    ),
    Sign(
        "lighttpd",
        r"lighttpd(?:-angel)?",
        rb"lighttpd/(\d+\.\d+\.\d+)",
        b"lighttpd/1.4.69 (ssl)",
        "1.4.69",
        b"lighttpd/%s",
    ),
    Sign(
        "openssh",
        r"sshd?(?:-(?:add|agent|keygen|keyscan|session))?|sftp(?:-server)?|scp",
        rb"OpenSSH_(\d+\.\d+p\d+)",
        b"OpenSSH_9.2p1 Debian-2+deb12u6",
        "9.2p1",
        b"OpenSSH_2.*,OpenSSH_3.0*",
    ),
    Sign(
        "sqlite",
        rf"sqlite3?|libsqlite3{_LIBRARY}",
        rb"\0(3\.\d{1,2}\.\d{1,2})\0",
        b"\x003.40.1\x00",
        "3.40.1",
        b"\x003.40\x00",
    ),
    Sign(
        "xz",
        rf"xz(?:dec)?|liblzma{_LIBRARY}",
        rb"\0(5\.\d{1,2}\.\d{1,2})(?:alpha|beta)?\0",
        b"\x005.4.1\x00",
        "5.4.1",
        b"\x0015.4.1\x00",
    ),
    Sign(
        "zstd",
        rf"zstd(?:mt)?|libzstd{_LIBRARY}",
        rb"\0v?(1\.\d{1,2}\.\d{1,2})\0",
        b"\x001.5.4\x00",
        "1.5.4",
        b"\x001.5\x00",
    ),
    Sign(
        "bzip2",
        rf"bzip2|bunzip2|bzcat|libbz2{_LIBRARY}",
        rb"(1\.0\.\d{1,2}), \d{1,2}-[A-Z][a-z]{2}-\d{4}",
        b"1.0.8, 13-Jul-2019",
        "1.0.8",
        b"1.0.8 of 2019",
    ),
    Sign(
        "glibc",
        r"libc(?:-[\d.]+)?\.so(?:\.6)?",
        rb"GNU C Library [^\n\0]{0,100}? release version (\d+\.\d+)",
        b"GNU C Library (Debian GLIBC 2.36-9+deb12u14) stable release version 2.36.\n",
        "2.36",
        b"GNU C Library version 2.36",
    ),
    Sign(
        "musl",
        r"ld-musl-[a-z0-9_]+\.so\.1|libc\.musl-[a-z0-9_]+\.so\.1|libc\.so",
        rb"\0(1\.[12]\.\d{1,2})(?:-git-[0-9a-z-]{1,40})?\0",
        b"\x001.2.5\x00",
        "1.2.5",
        b"\x001.2\x00",
    ),
    Sign(
        "openjdk",
        r"libjvm(?:\.so|\.dylib)|jvm\.dll",
        rb"(?:JRE|JDK) \((\d+(?:\.\d+)*(?:_\d+)?(?:\+\d+)?)[^)\0]{0,60}\)",
        b"OpenJDK 64-Bit Server VM (17.0.21.1+2) for linux-amd64 JRE (17.0.21.1+2-1-Debian)",
        "17.0.21.1+2",
        b"OpenJDK 64-Bit Server VM",
    ),
    Sign(
        "dart",
        r"dart(?:vm|aotruntime)?",
        rb"\0(\d\.\d{1,2}\.\d{1,2}(?:-[0-9a-z.]{1,20})?) \((?:stable|beta|dev|main)\) \(",
        b"\x003.4.0 (stable) (Mon May 6 07:59:58 2024 -0700)",
        "3.4.0",
        b"\x003.4.0 (unknown)",
    ),
    Sign(
        "ffmpeg",
        r"ff(?:mpeg|probe|play)",
        rb"%s version n?(\d+\.\d+(?:\.\d+)?)",
        b"%s version 5.1.6-0+deb12u1 Copyright (c) %d-%d the FFmpeg developers",
        "5.1.6",
        b"%s version N-1234",
    ),
    Sign(
        "imagemagick",
        rf"magick|convert|identify|mogrify|libmagick(?:core|wand)[-\w.]{{0,20}}{_LIBRARY}",
        rb"ImageMagick (\d\.\d{1,2}\.\d{1,2}-\d{1,3})",
        b"ImageMagick 6.9.11-60 Q16 x86_64",
        "6.9.11-60",
        b"ImageMagick 6",
    ),
    Sign(
        "varnish",
        r"varnish(?:d|adm|log|stat)|libvarnishapi\.so[.\d]*",
        rb"varnish-(\d+\.\d+\.\d+) revision",
        b"varnish-7.1.1 revision 7cee1c581bead20e88d101ab3d72afb29f14d87a",
        "7.1.1",
        b"varnish-trunk revision",
    ),
    Sign(
        "squid",
        r"squid",
        rb"squid/(\d+\.\d+(?:\.\d+){0,2})",
        b"squid/5.7\x00",
        "5.7",
        b"squid/%s",
    ),
    Sign(
        "postfix",
        r"(?:libpostfix-.{1,20}\.so|postfix|master|smtpd?|postconf)",
        rb"mail_version=(\d+\.\d+\.\d+)",
        b"mail_version=3.7.11",
        "3.7.11",
        b"mail_version=$mail_release",
    ),
    Sign(
        "envoy",
        r"envoy",
        rb"[0-9a-f]{40}/(\d+\.\d+\.\d+)/(?:Clean|Modified)/",
        b"816188b86a0a52095b116b107f576324082c7c02/1.30.2/Clean/RELEASE/BoringSSL",
        "1.30.2",
        b"envoy/1.30.2/",
    ),
    Sign(
        "qt",
        rf"(?:lib)?qt\d?core(?:[\d.]*){_LIBRARY}",
        rb"Qt (\d\.\d{1,2}\.\d{1,2}) \(",
        b"Qt 5.15.8 (x86_64-little_endian-lp64 shared (dynamic) release build)",
        "5.15.8",
        b"Qt 5 (shared)",
    ),
    Sign(
        "electron",
        r"electron(?:[-.].{0,20})?",
        rb"Electron/(\d+\.\d+\.\d+)",
        b"Chrome/114.0.5735.199 Electron/25.3.1",
        "25.3.1",
        b"Electron/%s",
    ),
)

EMBEDDED: tuple[Sign, ...] = (
    Sign(
        "busybox",
        "",
        rb"BusyBox v(\d+\.\d+\.\d+)",
        b"BusyBox v1.35.0 (Debian 1:1.35.0-4)",
        "1.35.0",
        b"BusyBox vXX",
        b"BusyBox v",
    ),
    Sign(
        "openssl",
        "",
        rb"\0OpenSSL (\d\.\d\.\d{1,2}[a-z]{0,2}(?:-(?:alpha|beta|pre|fips)\d{0,2})?) +\d{1,2} [A-Z][a-z]{2} 20\d\d",
        b"\x00OpenSSL 3.0.22 25 Aug 2026\x00",
        "3.0.22",
        b"\x00OpenSSL 3.0.22\x00",
        b"\0OpenSSL ",
    ),
    Sign(
        "zlib",
        "",
        rb"(?:de|in)flate (1\.\d[\d.]{0,8}\d) Copyright 1995-20\d\d ",
        b" inflate 1.2.13 Copyright 1995-2022 Mark Adler ",
        "1.2.13",
        b" inflate Copyright",
        b"flate 1.",
    ),
    Sign(
        "libcurl",
        "",
        rb"\0(?:CLIENT )?libcurl[/ ](\d+\.\d+\.\d+)(?=[\0 -])",
        b"\x00libcurl/7.88.1\x00",
        "7.88.1",
        b"\x00libcurl/%s\x00",
        b"libcurl",
    ),
    Sign(
        "libpng",
        "",
        rb"libpng version (\d\.\d{1,2}\.\d{1,3}) ?-? ?[A-Z\n]",
        b" libpng version 1.6.39 - November 20, 2022\n",
        "1.6.39",
        b"libpng version %s",
        b"libpng version ",
    ),
    Sign(
        "libjpeg-turbo",
        "",
        rb"libjpeg-turbo version (\d\.\d{1,2}\.\d{1,3})",
        b"libjpeg-turbo version 2.1.5 (build 20230203)",
        "2.1.5",
        b"libjpeg-turbo version %s",
        b"libjpeg-turbo version ",
    ),
    Sign(
        "libtiff",
        "",
        rb"LIBTIFF, Version (\d\.\d{1,2}\.\d{1,2})",
        b"LIBTIFF, Version 4.5.0\nCopyright",
        "4.5.0",
        b"LIBTIFF, Version ",
        b"LIBTIFF, Version ",
    ),
    Sign(
        "expat",
        "",
        rb"\0expat_(\d\.\d{1,2}\.\d{1,2})\0",
        b"\x00expat_2.5.0\x00",
        "2.5.0",
        b"\x00expat_config.h\x00",
        b"\0expat_",
    ),
)
