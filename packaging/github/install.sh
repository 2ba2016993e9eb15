#!/usr/bin/env bash
# Installs the executable of a release for this machine, checked against the release's SHA256SUMS.
#
#   MIGRATOR_RELEASES=https://…/releases/download MIGRATOR_VERSION=v0.1.0 install.sh DIRECTORY
set -euo pipefail

directory=$1

# An action that is pinned to a commit, or to a branch, is no release by that name.
if [[ ! $MIGRATOR_VERSION =~ ^v[0-9]+\.[0-9]+\.[0-9]+ ]]; then
  echo "'$MIGRATOR_VERSION' is no release of migrator; say which with the input 'version', such as v0.1.0" >&2
  exit 1
fi

case "$(uname -s)-$(uname -m)" in
  Linux-x86_64) target=linux-x64 ;;
  Linux-aarch64 | Linux-arm64) target=linux-aarch64 ;;
  Darwin-x86_64) target=darwin-x64 ;;
  Darwin-arm64) target=darwin-aarch64 ;;
  *)
    echo "migrator has no executable for $(uname -s) on $(uname -m)" >&2
    exit 1
    ;;
esac
# Alpine and its like have musl in the place of glibc.
if [[ $target == linux-* && -e /etc/alpine-release ]]; then target+=-musl; fi

file=migrator-$target
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for name in "$file" SHA256SUMS; do
  curl --fail --silent --show-error --location --retry 3 \
    --output "$work/$name" "$MIGRATOR_RELEASES/$MIGRATOR_VERSION/$name"
done
expected=$(awk -v name="$file" '$2 == name { print $1 }' "$work/SHA256SUMS")
if command -v sha256sum >/dev/null; then
  found=$(sha256sum <"$work/$file" | awk '{ print $1 }')
else
  found=$(shasum -a 256 <"$work/$file" | awk '{ print $1 }')
fi
if [[ -z $expected || $expected != "$found" ]]; then
  echo "the checksum of $file is $found, expected '$expected'" >&2
  exit 1
fi
mkdir -p "$directory"
install -m 755 "$work/$file" "$directory/migrator"
"$directory/migrator" --version
