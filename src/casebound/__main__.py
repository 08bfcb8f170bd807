"""`python -m casebound`: the same command as the installed `casebound`."""

from casebound.cli.main import main

if __name__ == "__main__":
    main()
