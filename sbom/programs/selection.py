"""Which files may be compiled programs: by ending where that tells, else by mode and first bytes.

A program on Linux has no ending, so a collector asks of every file that may be run: first `may_be`, by
name alone, then `is_program` of `sbom.readers.program_magic`, by the first bytes. Of the files that may
be run in a repository most are scripts, and their endings say so.
"""

FORMAT = "binary/program"
"""Name of the format in the registry."""
HEAD = 8
"""Bytes that `is_program` needs."""
SMALLEST = 512
"""Bytes; no program that states anything is smaller."""
RUNNABLE = 0o111
"""Bits of a file's mode, any of which says that it may be run."""

_OTHERS = frozenset(
    "adoc ac am applescript aspx atom awk bas bash bat bin2 bmp bz2 c cc cer cfg cjs class cmake cmd conf config cpp "  # noqa: SIM905 - words in a row
    "crt cs csh cshtml csproj css csv cts cxx d dart desktop diff dist doc docx editorconfig ejs elm eot eps erb "
    "erl ex exs expect fish fsx gemspec gif gitattributes gitignore gitkeep glsl go gradle graphql groovy gz h haml "
    "hbs hcl hh hpp hs htm html ico idl in inc ini ipynb j2 jar java jenkinsfile jinja jpeg jpg js json json5 jsonl "
    "jsp jsx key ksh kt kts less liquid lock log lua m m4 mako map markdown md mdx mjs mk ml mo mp3 mp4 mts "
    "mustache nim nix njk nsi odt ogg otf out patch pcap pdf pem phar php phtml pig pl plist pm png po pod "
    "podspec pot pp proto ps1 psd1 psm1 pub pug puml py pyc pyi pyx r rake raml rb rdf resx rmd rs rst rtf rules "
    "s sample sass sbt scala scss sed sh sln snap sol sql srt styl sub svelte svg swift t tar tcl template terraform "
    "tex tf tfvars tgz thrift tiff tmpl toml tpl ts tsv tsx ttf twig txt vb vbs vim vue wasm wav webm webp woff woff2 "
    "wsdl wsgi xaml xhtml xls xlsx xml xpm xsd xsl xslt xz y yaml yml zip zsh".split()
)


def may_be(basename: str) -> bool:
    """Whether a file that may be run can be a compiled program, by its name alone."""
    dot = basename.rfind(".")
    return dot < 1 or basename[dot + 1 :].lower() not in _OTHERS
