"""Text → typed values with their places. Reading never fails: broken input gives what could be read, and findings."""
