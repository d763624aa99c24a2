"""``python -m ehcportal`` is ``ehcportal``."""

from ehcportal.commands import main

if __name__ == "__main__":
    main()
