#!/usr/bin/env bash
# Writes the plan of the next upgrade into the summary of the job and, in a pull request, into one comment that
# is written anew each time. Exits with 1 where the plan cannot be made, 3 where a finding is as grave as FAIL_ON.
#
#   URL=postgresql://… FAIL_ON=error PULL_REQUEST=17 GITHUB_REPOSITORY=owner/name GH_TOKEN=… plan.sh
set -euo pipefail

# GitHub takes comments of up to 65,536 characters.
readonly LONGEST=60000
export MARK="<!-- migrator plan${NAME:+ $NAME} -->"

errors=$(mktemp)
trap 'rm -f "$errors"' EXIT
code=0
plan=$(migrator plan --fail-on "${FAIL_ON:-never}" ${URL:+--url "$URL"} 2>"$errors") || code=$?
cat "$errors" >&2
case $code in
  0) title='Nothing to do: the database is up to date' ;;
  2) title='What the next upgrade does' ;;
  3) title='What the next upgrade does, with findings' ;;
  *) title='The plan could not be made' && plan+=$(cat "$errors") ;;
esac
if ((${#plan} > LONGEST)); then plan="${plan:0:LONGEST}"$'\n… the rest is in the log of the job'; fi
echo "$plan"

# A fence that is longer than any in the text cannot be ended by it.
fence='```'
while [[ $plan == *"$fence"* ]]; do fence+='`'; done
body=$(printf '%s\n### %s%s\n\n%stext\n%s\n%s\n' \
  "$MARK" "${NAME:+$NAME: }" "$title" "$fence" "$plan" "$fence")
if [[ -n ${GITHUB_STEP_SUMMARY:-} ]]; then printf '%s\n' "$body" >>"$GITHUB_STEP_SUMMARY"; fi

# upsert: writes the comment that has the mark, or a new one.
upsert() {
  local comments="repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments" id
  id=$(gh api --paginate "$comments" --jq '.[] | select(.body | startswith(env.MARK)) | .id' |
    head -n 1) || return 1
  if [[ -n $id ]]; then
    gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" --field body=@- \
      <<<"$body"
  else
    gh api --silent --method POST "$comments" --field body=@- <<<"$body"
  fi
}

if [[ ${COMMENT:-true} == true && -n ${PULL_REQUEST:-} ]]; then
  upsert || echo "::warning::The plan could not be put into a comment; the job needs \
'permissions: pull-requests: write', which pull requests from forks do not get"
fi
if [[ $code == 2 ]]; then code=0; fi
exit "$code"
