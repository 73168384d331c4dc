"""Terraform: the lock and the configuration."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.errors import NotThisFormatError, ParseError
from sbom.parsers.terraform.configuration import parse
from sbom.parsers.terraform.lock import parse as parse_lock
from sbom.source import SourceFile

MAIN = """\
terraform {
  required_version = ">= 1.5"
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "=3.0.0"
    }
    random = "~> 3.1"
    eigen = { source = "tf.example.org/team/eigen" }
  }
}
/* module "nee" { source = "x/y/z" } */
module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.1.2"
  tekst   = <<EOT
  } {
EOT
}
module "g" { source = "git::https://example.org/x.git//deel?ref=v1.2.0" }
module "h" { source = "github.com/voorbeeld/tf?ref=main" }
module "l" { source = "./mod" }
module "p" { source = var.bron }
resource "x" "y" { a = "${var.b["c"]}" }
"""


def test_the_lock() -> None:
    text = b"""provider "registry.terraform.io/hashicorp/aws" {
  version     = "5.1.0"
  constraints = "~> 5.0"
  hashes = [
    "h1:abc=",
  ]
}
provider "tf.example.org/team/eigen" {}
"""
    made = parse_lock(SourceFile(path=".terraform.lock.hcl", content=text))
    assert [(c.purl, c.requirement, c.line) for c in made.components] == [
        ("pkg:terraform/hashicorp/aws@5.1.0", "~> 5.0", 1)
    ]
    assert [i.line for i in made.issues] == [8]


def test_the_configuration() -> None:
    made = parse(SourceFile(path="main.tf", content=MAIN.encode()))
    assert [(c.purl, c.version_kind.value, c.line) for c in made.components] == [
        ("pkg:generic/terraform", "range", 2),
        ("pkg:terraform/hashicorp/azurerm@3.0.0", "exact", 4),
        ("pkg:terraform/hashicorp/random", "range", 8),
        ("pkg:terraform/team/eigen?repository_url=tf.example.org", "absent", 9),
        ("pkg:terraform/terraform-aws-modules/vpc/aws@5.1.2", "exact", 14),
        (
            "pkg:generic/x@v1.2.0?vcs_url=git%2Bhttps:%2F%2Fexample.org%2Fx.git#deel",
            "exact",
            20,
        ),
        ("pkg:github/voorbeeld/tf", "unresolved", 21),
        ("pkg:generic/mod", "absent", 22),
    ]
    assert [i.subject for i in made.issues] == ["p"]


def test_a_file_that_requires_nothing_is_not_claimed() -> None:
    with pytest.raises(NotThisFormatError):
        parse(SourceFile(path="a.tf", content=b'resource "a" "b" {}'))


def test_an_open_block_is_refused() -> None:
    with pytest.raises(ParseError):
        parse(SourceFile(path="a.tf", content=b'module "a" {\n source = "./x"\n'))


@given(st.text(alphabet='{}[]="module terraform\n#/*<EOT', max_size=200))
def test_any_text_gives_an_inventory_or_a_parse_error(text: str) -> None:
    for parser in (parse, parse_lock):
        try:
            parser(SourceFile(path="a.tf", content=b"module\n" + text.encode()))
        except ParseError:
            continue
