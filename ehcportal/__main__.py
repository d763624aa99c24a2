"""``python -m ehcportal`` is ``ehcportal``."""

from ehcportal.memory import made_to_stay


def main() -> None:
    """Load the commands, and do what the command line says."""
    with made_to_stay():
        from ehcportal import commands
    commands.main()


if __name__ == "__main__":
    main()
