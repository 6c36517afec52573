"""Which step may follow which."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors import ContradictionError, InputError, UsageError
from matches.chain import (
    PAID,
    REASONS,
    REFUSED,
    STATUSES,
    Said,
    Step,
    check,
    current,
    furthest,
    repeated,
    status_of,
)


def said(name: str, day: int = 1, **more: object) -> Said:
    """Something complete said of a match in January."""
    details: dict[str, object] = {}
    if name == "refused":
        details = {"reason": "价格"}
    if name == "paid":
        details = {"amount": 100.0}
    return Said(STATUSES[name], f"2026-01-{day:02}", "张三", **{**details, **more})  # type: ignore[arg-type]


def chain(*all_said: Said) -> list[Step]:
    """The steps on record after all was said, each as it was allowed."""
    steps: list[Step] = []
    for one in all_said:
        check(steps, one)
        steps.append(Step(len(steps) + 1, "need-1", "achievement-1", one, "", 1))
    return steps


SAYINGS = st.builds(said, st.sampled_from(list(STATUSES)), st.integers(1, 28))


@given(st.lists(SAYINGS, max_size=12), st.data())
def test_whatever_is_said_the_chain_goes_forward_and_ends_with_a_refusal(
    sayings: list[Said], data: st.DataObject
) -> None:
    steps: list[Step] = []
    for one in sayings:
        if allowed(steps, one):
            steps.append(Step(len(steps) + 1, "need-1", "achievement-1", one, "", 1))
            assert current(steps) is steps[-1]
    in_order(steps)
    if steps:  # whichever is taken back, what is left is a chain too
        gone = data.draw(st.integers(0, len(steps) - 1))
        rest = steps[:gone] + steps[gone + 1 :]
        in_order(rest)
        assert not rest or current(rest) is rest[-1]


def allowed(steps: Sequence[Step], one: Said) -> bool:
    """Whether a step may follow; where not, the error says what to take back."""
    if not steps:
        check(steps, one)
        return True
    try:
        check(steps, one)
    except ContradictionError as error:
        return not error.cure.endswith(f"decide undo {current(steps).id}") and pytest.fail("no cure")
    return True


def in_order(steps: Sequence[Step]) -> None:
    places = [one.said.status.place for one in steps if one.said.status is not REFUSED]
    assert all(a < b or a == b == PAID.place for a, b in pairwise(places))
    dates = [one.said.dated for one in steps]
    assert dates == sorted(dates)
    assert all(one.said.status is not REFUSED for one in steps[:-1])


@given(st.lists(SAYINGS, min_size=1, max_size=6), st.randoms())
def test_joined_histories_stand_wherever_they_came_from(sayings: list[Said], order: object) -> None:
    """Pairs that were joined bring steps that could not have followed each other."""
    steps = [Step(number, "need-1", "achievement-1", one, "", 1) for number, one in enumerate(sayings, 1)]
    shuffled = list(steps)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    now = current(steps)
    assert current(shuffled) is now
    assert furthest(shuffled) is furthest(steps)
    if now.said.status is REFUSED:
        assert all((one.said.dated, one.id) <= (now.said.dated, now.id) for one in steps
                   if one.said.status in (REFUSED, furthest(steps)))  # fmt: skip
    else:
        assert now.said.status is furthest(steps)


@pytest.mark.parametrize(
    ("before", "then", "told"),
    [
        ((), "pushed", []),
        ((), "contacted", []),
        ((), "interested", ["跳过了接洽"]),
        (("contacted",), "signed", ["跳过了意向"]),
        (("contacted", "interested"), "signed", []),
        (("agreed",), "registered", ["跳过了协议签订"]),
        (("pushed",), "paid", ["跳过了接洽、意向、协议签订、技术合同登记"]),
        (("agreed",), "refused", []),
        (("signed",), "refused", ["已到“协议签订”后又回绝"]),
        (("paid",), "paid", []),
    ],
)
def test_a_step_passed_over_is_told_and_taken(before: Sequence[str], then: str, told: list[str]) -> None:
    assert check(chain(*map(said, before)), said(then)) == told


@pytest.mark.parametrize(
    ("before", "then"),
    [
        (("signed",), "contacted"),
        (("signed",), "signed"),
        (("paid",), "registered"),
        (("refused",), "contacted"),
        (("refused",), "refused"),
    ],
)
def test_going_back_is_refused_with_what_to_undo(before: Sequence[str], then: str) -> None:
    with pytest.raises(ContradictionError) as told:
        check(chain(*map(said, before)), said(then))
    assert told.value.cure.endswith("shuangjin decide undo 1")


def test_a_step_is_not_dated_before_the_last() -> None:
    with pytest.raises(ContradictionError, match="早于"):
        check(chain(said("contacted", 5)), said("interested", 4))
    assert check(chain(said("contacted", 5)), said("interested", 5)) == []


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (said("refused", reason=""), "要写原因"),
        (said("refused", reason="不想要"), "没有“不想要”"),
        (said("refused", reason="其他"), "写明"),
        (said("signed", reason="价格"), "不写原因"),
        (said("paid", amount=None), "要写金额"),
        (said("signed", amount=5.0), "不写金额"),
    ],
)
def test_a_step_has_its_details(wrong: Said, message: str) -> None:
    with pytest.raises(InputError, match=message) as told:
        check([], wrong)
    assert told.value.cure


def test_what_is_said_twice_is_on_record_already() -> None:
    steps = chain(said("contacted", 3, note="电话"), said("refused", 5))
    assert repeated(steps, said("contacted", 3)) is steps[0]
    assert repeated(steps, Said(STATUSES["contacted"], "", "李四")) is steps[0]
    assert repeated(steps, said("contacted", 4)) is None
    assert repeated(steps, said("contacted", 3, note="面谈")) is None
    assert repeated(steps, said("refused", 5, reason="地域")) is None


def test_a_status_goes_by_both_names() -> None:
    assert status_of("Signed") is status_of(" 协议签订 ") is STATUSES["signed"]
    with pytest.raises(UsageError) as told:
        status_of("办好了")
    assert all(one.label in told.value.cure for one in STATUSES.values())


def test_the_words_of_the_order_are_there() -> None:
    assert {"interested", "contacted", "agreed", "signed", "refused"} <= set(STATUSES)
    assert list(REASONS) == ["未成熟", "价格", "已有供方", "领域不符", "地域", "涉密", "其他"]
