#!/usr/bin/env bash
# Fails unless the revisions of the project end in one head, as they do not after two branches were merged.
set -euo pipefail

heads=$(migrator heads)
if [[ $(grep -c . <<<"$heads") -le 1 ]]; then
  echo "$heads"
  exit 0
fi
echo "::error title=Several heads::$(tr '\n' ' ' <<<"$heads")- \`migrator merge heads\` joins them"
exit 1
