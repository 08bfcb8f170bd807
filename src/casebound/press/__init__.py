"""HTML in, PDF out: the only room that knows WeasyPrint, which it imports when the first job is typeset."""
