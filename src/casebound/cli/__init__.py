"""One file per verb: arguments in, exit code out. 0: done, nothing found. 1: done, with findings. 2: could not run."""
