"""Asks the real Alembic what it plans on given graphs.

Reads JSON lines {"revisions": [{"id", "down", "depends", "labels"}], "commands": [{"kind", ...}]}
from standard input and writes for each a JSON line {"graph": error or null, "answers": [...]}.
An answer is {"error": text}, {"crash": text}, {"steps": [...]} or {"lines": [...]}.
"""
import json
import sys
import types
import warnings

from alembic.runtime.migration import HeadMaintainer
from alembic.script.base import Script, ScriptDirectory
from alembic.script.revision import RevisionMap
from alembic.util import CommandError

warnings.simplefilter("ignore")


def upgrade():
    pass


def downgrade():
    pass


def script(entry):
    module = types.SimpleNamespace(
        __doc__="doc " + entry["id"],
        revision=entry["id"],
        down_revision=tuple(entry["down"]) or None,
        depends_on=tuple(entry["depends"]) or None,
        branch_labels=tuple(entry["labels"]) or None,
        upgrade=upgrade,
        downgrade=downgrade,
    )
    return Script(module, entry["id"], "/v/%s.py" % entry["id"])


class Table(HeadMaintainer):
    def __init__(self, heads):
        self.heads = set(heads)
        self.writes = []

    def _insert_version(self, version):
        assert version not in self.heads
        self.heads.add(version)
        self.writes.append(["insert", version])

    def _delete_version(self, version):
        self.heads.remove(version)
        self.writes.append(["delete", version])

    def _update_version(self, from_, to_):
        assert to_ not in self.heads
        self.heads.remove(from_)
        self.heads.add(to_)
        self.writes.append(["update", from_, to_])


def directory(revisions):
    result = ScriptDirectory.__new__(ScriptDirectory)
    result.revision_map = RevisionMap(lambda: [script(entry) for entry in revisions])
    result.revision_map._revision_map
    return result


def run_steps(steps, rows):
    table = Table(rows)
    answer = []
    for step in steps:
        table.writes = []
        table.update_to_step(step)
        answer.append({"text": step.short_log, "writes": table.writes})
    return {"steps": answer, "rows": sorted(table.heads)}


def answer(scripts, command):
    kind = command["kind"]
    rows = tuple(command.get("rows", ()))
    if kind == "upgrade":
        return run_steps(scripts._upgrade_revs(command["target"], rows), rows)
    if kind == "downgrade":
        return run_steps(scripts._downgrade_revs(command["target"], rows), rows)
    if kind == "stamp":
        return run_steps(scripts._stamp_revs(tuple(command["targets"]), rows), rows)
    if kind == "history":
        lower, upper = command["lower"], command["upper"]
        lower = tuple(lower) if isinstance(lower, list) else lower
        upper = tuple(upper) if isinstance(upper, list) else upper
        found = scripts.walk_revisions(base=lower, head=upper)
        return {
            "lines": [
                rev.cmd_format(False, include_branches=True, include_doc=True, include_parents=True)
                for rev in found
            ]
        }
    if kind == "heads":
        return {
            "lines": [
                rev.cmd_format(False, include_branches=True, tree_indicators=False)
                for rev in scripts.get_revisions(scripts.get_heads())
            ]
        }
    if kind == "current":
        return {"lines": sorted(rev.cmd_format(False) for rev in scripts.get_all_current(rows))}
    if kind == "show":
        return {"lines": [rev.log_entry for rev in scripts.get_revisions(command["symbol"])]}
    raise SystemExit("unknown command " + kind)


for line in sys.stdin:
    case = json.loads(line)
    try:
        scripts = directory(case["revisions"])
    except Exception as error:
        print(json.dumps({"graph": str(error), "answers": []}), flush=True)
        continue
    answers = []
    for command in case["commands"]:
        try:
            answers.append(answer(scripts, command))
        except CommandError as error:
            answers.append({"error": str(error)})
        except Exception as error:
            answers.append({"crash": "%s: %s" % (type(error).__name__, error)})
    print(json.dumps({"graph": None, "answers": answers}), flush=True)
