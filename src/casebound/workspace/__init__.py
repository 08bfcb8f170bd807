"""The only room that touches disk, clock, environment and processes."""
