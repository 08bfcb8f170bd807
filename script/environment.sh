# Sourced by the scripts: starts them in the repository's root, with plain words for success and failure.
# Everything here and in its callers must run under bash 3.2, which macOS still ships.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '%s\n' "$@"; }
fail() { printf '%s\n' "$@" >&2; exit 2; }

# Homebrew's libraries lie where only Homebrew's own Python looks; WeasyPrint loads Pango by name.
if [ "$(uname)" = Darwin ] && command -v brew >/dev/null; then
  DYLD_FALLBACK_LIBRARY_PATH="$(brew --prefix)/lib${DYLD_FALLBACK_LIBRARY_PATH:+:$DYLD_FALLBACK_LIBRARY_PATH}"
  export DYLD_FALLBACK_LIBRARY_PATH
fi
