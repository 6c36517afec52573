"""Making decisions on who is who, and taking them back: what may be decided, and what then follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from errors import ContradictionError, NotFoundError, UsageError
from ingest.caption import side
from ingest.chains import Chains
from ingest.decisions import Decision, Ruling, decision, in_force, record
from ingest.ledger import Ledger
from ingest.links import Linker
from ingest.merging import canonical_of, regroup
from ingest.records import Records


class Decider:
    """Decides within one run and one transaction; what the ledger shows follows with `finish`."""

    def __init__(self, records: Records, linker: Linker, run: int) -> None:
        self.ledger = records.ledger
        self.records = records
        self.linker = linker
        self.run = run
        self.chains = Chains(in_force(self.ledger))
        self.made = 0
        self._moved: set[str] = set()

    def rule(self, left: str, right: str, ruling: Ruling) -> Decision | None:
        """Decide that two are the same, or different; None where that follows from earlier decisions.
        NotFoundError or UsageError for what are no two entities of one kind, ContradictionError naming what
        stands against it.
        """
        self._require_two(left, right)
        against, follows = self._stand(left, right, ruling)
        if against:
            said = "是同一个" if ruling.verdict == "different" else "不是同一个"
            raise ContradictionError(
                f"{side(self.ledger, left)}和{side(self.ledger, right)}按已有的决定{said}",
                f"先撤销其中一个：shuangjin resolve undo {against[0].id}",
                choices=tuple(map(self.describe, against)),
            )
        if follows:
            return None
        made = record(self.ledger, self.run, (left, right), ruling)
        self.made += 1
        self.chains.add(made)
        if made.verdict == "same":
            self._moved |= {left, right}
        return made

    def undo(self, number: int, by: str) -> Decision:
        """Take a decision back, by its number; returns it. NotFoundError or UsageError where there is none
        that holds.
        """
        found = decision(self.ledger, number)
        if found is None:
            raise NotFoundError(f"没有第 {number} 号决定", "运行 shuangjin resolve log 看编号")
        if found.undoes:
            raise UsageError(f"第 {number} 号就是一次撤销", "要恢复原来的决定，重新 accept 或 reject 那一对")
        if found.undone_by:
            raise UsageError(
                f"第 {number} 号决定已经由第 {found.undone_by} 号撤销了", "运行 shuangjin resolve log 看编号"
            )
        self._moved |= self.chains.chain(found.left)
        record(self.ledger, self.run, (found.left, found.right), Ruling("undone", by), undoes=number)
        self.made += 1
        self.chains = Chains(in_force(self.ledger))
        return found

    def forget(self, entity: str) -> None:
        """Part an entity from its chain, and remove all that was ever decided or scored of it."""
        self._moved |= self.chains.chain(entity)
        for table in ("decision", "pair"):
            self.ledger.db.execute(f"DELETE FROM {table} WHERE ? IN (left, right)", (entity,))
        self.chains = Chains(in_force(self.ledger))

    def finish(self) -> None:
        """Make the ledger show what was decided, and by the right member where one changed in this run."""
        while moved := self._moved | self._restated():
            self._moved = set()
            chains = {frozenset(self.chains.chain(one)) for one in moved}
            self.linker.update(self.linker.waiting(), regroup(self.records, sorted(map(sorted, chains))))

    def _restated(self) -> set[str]:
        """Members that changed, of chains another member should now be shown for."""
        members = self.records.members
        changed = sorted(one for one in self.records.restated if one in members.of)
        self.records.restated.clear()
        return {one for one in changed if canonical_of(self.ledger, members.chain(one)) != members.of[one]}

    def describe(self, made: Decision) -> str:
        """A decision in words."""
        sign = "＝" if made.verdict == "same" else "≠"
        ours, theirs = side(self.ledger, made.left), side(self.ledger, made.right)
        return f"第 {made.id} 号决定（{made.by}）：{ours} {sign} {theirs}"

    def _stand(self, left: str, right: str, ruling: Ruling) -> tuple[Sequence[Decision], bool]:
        """(decisions against a ruling, whether it follows already)."""
        ties = self.chains.ties(left, right)
        apart = self.chains.between(left, right)
        if ruling.verdict == "same":
            return [apart] if apart else [], bool(ties)
        return ties, apart is not None

    def _require_two(self, left: str, right: str) -> None:
        prefixes = self.ledger.ontology.prefixes
        for one in (left, right):
            known = one.split("-", 1)[0] in prefixes
            text = "SELECT 1 FROM entity WHERE id = ?"
            if not known or not self.ledger.db.execute(text, (one,)).fetchone():
                raise NotFoundError(f"账本里没有编号 {one}", "运行 shuangjin resolve list 看编号")
        ours, theirs = (
            self.ledger.ontology.kinds[self.ledger.ontology.kind_of(one)] for one in (left, right)
        )
        if ours.codes or ours.derived:
            raise UsageError(f"{ours.label}来自代码表或由程序生成，不能合并", "只有表格里来的才能合并")
        if ours is not theirs or left == right:
            what = "是同一个编号" if left == right else f"一个是{ours.label}，一个是{theirs.label}"
            raise UsageError(f"{left} 和 {right} {what}", "一对要是同一类的两个不同编号")


@contextmanager
def deciding(ledger: Ledger, command: str) -> Iterator[Decider]:
    """A run of its own, in one transaction, that ends by making the ledger show what was decided."""
    with ledger.transaction():
        run = ledger.start_run(command)
        records = Records(ledger)
        decider = Decider(records, Linker(ledger, records), run)
        yield decider
        decider.finish()
        ledger.finish_run(run, {"decisions": decider.made})
