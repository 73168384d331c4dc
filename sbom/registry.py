"""Every format and every joiner, one line each, in one typed tuple per kind.

Modules are named, not imported, so that a run loads only the parsers it needs; a test imports them
all and checks that nothing is missing, doubled or misshapen.

A pattern is a basename (`go.mod`), a suffix (`*.csproj`), a glob on the basename
(`*requirements*.txt`) or any of these under a folder name (`requirements/*.txt`, `.github/workflows/*.yml`).
Earlier lines win where two patterns fit one path.
"""

from typing import NamedTuple


class Format(NamedTuple):
    """One file format."""

    name: str
    """`ecosystem/format`, also the cache key and the name in coverage."""
    module: str
    """Below `sbom.parsers`."""
    version: int
    """Raise it when the parser's output changes: cached results become invalid."""
    patterns: tuple[str, ...]
    title: str
    """For people, in the table of formats."""
    expects: bool = True
    """True: a file that yields no component is worth a finding."""
    wide: bool = False
    """True: the patterns fit many files of other kinds; one whose content turns out to be something
    else leaves no trace in the results."""


class JoinerEntry(NamedTuple):
    """One joiner."""

    name: str
    module: str
    """Below `sbom.joiners`."""
    consumes: tuple[str, ...]
    """Names of formats."""


FORMATS: tuple[Format, ...] = (
    # JavaScript
    Format(
        "npm/package-lock",
        "npm.package_lock",
        1,
        ("package-lock.json", "npm-shrinkwrap.json", ".package-lock.json"),
        "npm package-lock 1-3, shrinkwrap",
    ),
    Format("npm/yarn-lock", "npm.yarn_lock", 1, ("yarn.lock",), "Yarn 1 and berry"),
    Format("npm/pnpm-lock", "npm.pnpm_lock", 1, ("pnpm-lock.yaml",), "pnpm 5-9, several documents"),
    Format(
        "npm/installed",
        "npm.installed",
        1,
        ("node_modules/**/package.json",),
        "Installed npm packages",
        expects=False,
        wide=True,
    ),
    Format(
        "npm/package-json", "npm.package_json", 1, ("package.json",), "package.json", expects=False
    ),
    # Python
    Format(
        "pypi/requirements",
        "pypi.requirements",
        1,
        (
            "*requirements*.txt",
            "*requirements*.in",
            "*requirements*.pip",
            "*constraints*.txt",
            "*constraints*.in",
            "requirements/*.txt",
            "requirements/*.in",
        ),
        "pip requirements and constraints",
        expects=False,
    ),
    Format(
        "pypi/pyproject",
        "pypi.pyproject",
        1,
        ("pyproject.toml",),
        "pyproject.toml (PEP 621, PEP 735, Poetry, PDM, uv)",
        expects=False,
    ),
    Format("pypi/uv-lock", "pypi.uv_lock", 1, ("uv.lock",), "uv.lock"),
    Format("pypi/poetry-lock", "pypi.poetry_lock", 1, ("poetry.lock",), "poetry.lock"),
    Format(
        "pypi/pylock", "pypi.pylock", 1, ("pylock.toml", "pylock.*.toml"), "pylock.toml (PEP 751)"
    ),
    Format("pypi/pipfile-lock", "pypi.pipfile_lock", 1, ("Pipfile.lock",), "Pipfile.lock"),
    Format("pypi/pdm-lock", "pypi.pdm_lock", 1, ("pdm.lock",), "pdm.lock"),
    # PHP, Ruby, Go, Rust
    Format("composer/lock", "composer.lock", 1, ("composer.lock",), "composer.lock"),
    Format(
        "composer/json", "composer.manifest", 1, ("composer.json",), "composer.json", expects=False
    ),
    Format(
        "gem/gemfile-lock",
        "gem.gemfile_lock",
        1,
        ("Gemfile.lock", "gems.locked", "*.gemfile.lock"),
        "Gemfile.lock",
    ),
    Format("golang/go-mod", "golang.go_mod", 1, ("go.mod",), "go.mod", expects=False),
    Format("golang/go-sum", "golang.go_sum", 1, ("go.sum",), "go.sum"),
    Format("cargo/lock", "cargo.lock", 1, ("Cargo.lock",), "Cargo.lock"),
    Format("cargo/manifest", "cargo.manifest", 1, ("Cargo.toml",), "Cargo.toml", expects=False),
    # JVM
    Format("maven/pom", "maven.pom", 1, ("pom.xml", "*.pom"), "Maven pom.xml", expects=False),
    Format(
        "gradle/lockfile",
        "gradle.lockfile",
        1,
        (
            "gradle.lockfile",
            "buildscript-gradle.lockfile",
            "*.gradle.lockfile",
            "dependency-locks/*.lockfile",
        ),
        "gradle.lockfile",
    ),
    Format(
        "gradle/version-catalog",
        "gradle.version_catalog",
        1,
        ("*.versions.toml",),
        "Gradle version catalogue",
    ),
    Format(
        "gradle/build",
        "gradle.build",
        1,
        ("*.gradle", "*.gradle.kts"),
        "Gradle build files, literal dependencies",
        expects=False,
    ),
    # .NET
    Format(
        "nuget/packages-lock",
        "nuget.packages_lock",
        1,
        ("packages.lock.json",),
        "NuGet packages.lock.json",
    ),
    Format(
        "nuget/packages-config",
        "nuget.packages_config",
        1,
        ("packages.config",),
        "NuGet packages.config",
    ),
    Format(
        "nuget/project",
        "nuget.project",
        1,
        ("*.csproj", "*.fsproj", "*.vbproj"),
        "MSBuild project files",
        expects=False,
    ),
    Format(
        "nuget/props",
        "nuget.props",
        1,
        (
            "Directory.Packages.props",
            "Directory.Build.props",
            "Directory.Build.targets",
            "Packages.props",
        ),
        "Central package versions and shared properties",
        expects=False,
    ),
    # Containers, charts, CI
    Format(
        "container/dockerfile",
        "container.dockerfile",
        1,
        (
            "Dockerfile",
            "Containerfile",
            "Dockerfile.*",
            "Containerfile.*",
            "*.dockerfile",
            "*.Dockerfile",
            "*.containerfile",
        ),
        "Dockerfile",
    ),
    Format(
        "container/compose",
        "container.compose",
        1,
        (
            "docker-compose*.yml",
            "docker-compose*.yaml",
            "compose.yml",
            "compose.yaml",
            "compose.*.yml",
            "compose.*.yaml",
        ),
        "Compose files",
        expects=False,
    ),
    Format(
        "ci/github-workflow",
        "ci.github_workflow",
        1,
        (".github/workflows/*.yml", ".github/workflows/*.yaml"),
        "GitHub Actions workflows",
        expects=False,
    ),
    Format(
        "ci/github-action",
        "ci.github_action",
        1,
        ("action.yml", "action.yaml"),
        "GitHub composite and container actions",
        expects=False,
    ),
    Format(
        "ci/pre-commit",
        "ci.pre_commit",
        1,
        (".pre-commit-config.yaml", ".pre-commit-config.yml"),
        "pre-commit hooks",
    ),
    Format(
        "helm/chart",
        "helm.chart",
        1,
        ("Chart.yaml", "Chart.yml", "requirements.yaml"),
        "Helm Chart.yaml",
        expects=False,
    ),
    Format(
        "helm/lock",
        "helm.lock",
        1,
        ("Chart.lock", "requirements.lock"),
        "Helm Chart.lock",
        expects=False,
    ),
    # The project itself
    Format(
        "project/publiccode",
        "project.publiccode",
        1,
        ("publiccode.yml", "publiccode.yaml"),
        "publiccode.yml",
        expects=False,
    ),
    Format(
        "project/license-file",
        "project.license_file",
        1,
        (
            "LICENSE*",
            "LICENCE*",
            "COPYING*",
            "UNLICENSE*",
            "license*",
            "licence*",
            "LICENSES/*.txt",
        ),
        "Licence files",
        expects=False,
    ),
    # Operating systems, images, infrastructure, CI of other houses
    Format("os/release", "os.release", 1, ("os-release",), "os-release"),
    Format(
        "deb/dpkg-status",
        "deb.dpkg_status",
        1,
        ("dpkg/status", "dpkg/status.d/*"),
        "dpkg database (Debian, Ubuntu)",
    ),
    Format(
        "deb/opkg-status",
        "deb.opkg_status",
        1,
        ("opkg/status",),
        "opkg database (OpenWrt, Yocto)",
    ),
    Format(
        "deb/copyright",
        "deb.copyright_file",
        1,
        ("usr/share/doc/*/copyright",),
        "Licences of installed Debian packages (DEP-5)",
        expects=False,
        wide=True,
    ),
    Format(
        "apk/installed",
        "apk.installed",
        1,
        ("apk/db/installed",),
        "apk database (Alpine)",
    ),
    Format(
        "rpm/database",
        "rpm.database",
        1,
        (
            "rpmdb.sqlite",
            "rpm/Packages",
            "rpm/Packages.db",
            "RPM/Packages",
        ),
        "rpm database: sqlite, ndb, Berkeley DB",
    ),
    Format(
        "rpm/listing",
        "rpm.listing",
        1,
        (
            "container-manifest-2",
            "installed-rpms",
            "*rpm-qa*.txt",
            "*rpm-qa*.xml",
            "*rpms.xmlish",
        ),
        "rpm -qa, rpm -qa --xml, container-manifest-2",
    ),
    Format(
        "snap/snap",
        "snap.snap",
        1,
        ("meta/snap.yaml", "snap/manifest.yaml", "snapcraft.yaml"),
        "Snaps and what is packed in them",
        expects=False,
    ),
    Format(
        "container/image-config",
        "container.image_config",
        1,
        ("image.oci-config.json",),
        "Configuration of a container image",
    ),
    Format(
        "maven/jar",
        "maven.jar",
        1,
        ("*.jar", "*.war", "*.ear", "*.jpi", "*.hpi", "*.par", "*.aar"),
        "Java archives",
        expects=False,
    ),
    Format(
        "infra/kustomization",
        "infra.kustomization",
        1,
        ("kustomization.yaml", "kustomization.yml", "Kustomization"),
        "Kustomize",
        expects=False,
    ),
    Format(
        "infra/skaffold",
        "infra.skaffold",
        1,
        ("skaffold*.yaml", "skaffold*.yml"),
        "Skaffold",
        expects=False,
    ),
    Format(
        "infra/helmfile",
        "infra.helmfile",
        1,
        ("helmfile.yaml", "helmfile.yml", "helmfile.yaml.gotmpl", "helmfile.d/*.yaml"),
        "Helmfile",
        expects=False,
    ),
    Format(
        "infra/helm-values",
        "infra.helm_values",
        1,
        ("values.yaml", "values.yml", "values*.yaml", "values*.yml", "*-values.yaml"),
        "Images in the values of Helm charts",
        expects=False,
        wide=True,
    ),
    Format(
        "infra/yaml",
        "infra.yaml_manifest",
        1,
        ("*.yaml", "*.yml"),
        "Kubernetes, Tekton, Argo and Flux objects in any YAML file",
        expects=False,
        wide=True,
    ),
    # SBOM documents
    Format(
        "sbom/cyclonedx-json",
        "sbomdoc.cyclonedx_json",
        1,
        (
            "*.cdx.json",
            "bom.json",
            "cyclonedx.json",
            "*cyclonedx*.json",
            "sbom.json",
            "*.sbom.json",
            "*-sbom.json",
        ),
        "CycloneDX JSON 1.2-1.7",
    ),
    Format(
        "sbom/spdx-json",
        "sbomdoc.spdx_json",
        1,
        ("*.spdx.json", "spdx.json", "sbom.spdx.json"),
        "SPDX 2.2-2.3 JSON",
    ),
)

JOINERS: tuple[JoinerEntry, ...] = (
    JoinerEntry("pypi/includes", "requirements_includes", ("pypi/requirements",)),
    JoinerEntry("maven/reactor", "maven_reactor", ("maven/pom",)),
    JoinerEntry(
        "gradle/catalog",
        "gradle_catalog",
        ("gradle/version-catalog", "gradle/build", "gradle/lockfile"),
    ),
    JoinerEntry(
        "nuget/central-versions",
        "nuget_central",
        ("nuget/project", "nuget/props", "nuget/packages-lock", "nuget/packages-config"),
    ),
    JoinerEntry(
        "os/release",
        "os_release",
        (
            "os/release",
            "deb/dpkg-status",
            "deb/opkg-status",
            "deb/copyright",
            "apk/installed",
            "rpm/database",
            "rpm/listing",
        ),
    ),
    JoinerEntry("golang/sum", "go_sum", ("golang/go-mod", "golang/go-sum")),
    JoinerEntry(
        "lock-with-manifest",
        "lock_with_manifest",
        (
            "npm/package-lock",
            "npm/yarn-lock",
            "npm/pnpm-lock",
            "npm/package-json",
            "pypi/pyproject",
            "pypi/uv-lock",
            "pypi/poetry-lock",
            "pypi/pdm-lock",
            "composer/lock",
            "composer/json",
            "cargo/lock",
            "cargo/manifest",
            "helm/chart",
            "helm/lock",
        ),
    ),
)

KNOWN_UNREAD: tuple[tuple[str, str], ...] = (
    # (pattern, title): formats that hold dependencies and that this version cannot read; counted in coverage.
    ("bun.lock", "bun.lock"),
    ("bun.lockb", "bun.lockb (binary)"),
    ("deno.lock", "deno.lock"),
    ("environment.yml", "conda environment"),
    ("setup.py", "setup.py"),
    ("setup.cfg", "setup.cfg"),
    ("Pipfile", "Pipfile"),
    ("Gemfile", "Gemfile"),
    ("Podfile.lock", "CocoaPods Podfile.lock"),
    ("Package.resolved", "Swift Package.resolved"),
    ("pubspec.lock", "Dart pubspec.lock"),
    ("mix.lock", "Elixir mix.lock"),
    ("renv.lock", "R renv.lock"),
    (".terraform.lock.hcl", "Terraform lock"),
    ("*.tf", "Terraform"),
    (".gitlab-ci.yml", "GitLab CI"),
    ("azure-pipelines*.yml", "Azure pipelines"),
    ("conan.lock", "Conan lock"),
    ("conanfile.txt", "Conan"),
    ("flake.lock", "Nix flake.lock"),
    ("paket.lock", "Paket lock"),
    (".gitmodules", "git submodules"),
    ("stack.yaml.lock", "Haskell stack lock"),
    ("Manifest.toml", "Julia Manifest.toml"),
    ("verification-metadata.xml", "Gradle verification metadata"),
)
