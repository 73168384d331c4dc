"""`python -m scanner` does what `sluis` does."""

from scanner.cli.main import main

if __name__ == "__main__":
    main()
