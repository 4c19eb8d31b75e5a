"""A sweep in the review: its burndown, its domains, what was done last, and how it looks."""

import datetime
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from archcheck.model.review import Review, ReviewedSweep
from archcheck.model.sweep import UNCHANGED, Checkpoint, Counts, FileCount, SweepStatus
from archcheck.ratchet.burndown import burndown
from archcheck.ratchet.forecast import forecast
from archcheck.ratchet.progress import domains

from .conftest import NARROW, WIDE, Watched
from .test_looks import CONTRAST, CUT

Opens = Callable[..., Watched]
START = datetime.datetime(2026, 1, 5, 9, tzinfo=datetime.UTC)
NAMES = ("orders", "billing", "catalogue", "shipping", "payments_and_refunds_of_all_kinds_that_there_are", *"abcde")
OUTSIDE = """() => [...document.querySelectorAll('.burndown svg text, .burndown svg polyline, .burndown svg line')].filter(node => {
    const [box, room] = [node.getBoundingClientRect(), node.ownerSVGElement.getBoundingClientRect()];
    return box.left < room.left - 1 || box.right > room.right + 1 || box.top < room.top - 1 || box.bottom > room.bottom + 1;
  }).map(node => node.textContent || node.className.baseVal)"""
OVERLAPPING = """() => { const boxes = [...document.querySelectorAll('.burndown svg text')].map(node => node.getBoundingClientRect());
  return boxes.filter((a, at) => boxes.slice(at + 1).some(b => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)).length }"""


def sweep(steps: int, days: int, target: datetime.date | None, names: tuple[str, ...] = NAMES) -> ReviewedSweep:
    chance = random.Random(0)
    left = dict.fromkeys(names, 40)
    log: list[Checkpoint] = []
    for step in range(steps):
        name = chance.choice(names)
        left[name] = max(0, left[name] - (1 if step else 0))
        files = tuple(FileCount(f"shop/{name}/driver.py", count, domain=name) for name, count in left.items() if count)
        note = f"{name}: driver.py -1" if step % 3 else UNCHANGED
        log.append(Checkpoint(START + datetime.timedelta(days=days * step / steps), None, Counts(files, {}, {}), note))
    status = SweepStatus(
        "sweep-1", "Commits only in L4", "transactions", "", target, "s.jsonl", tuple(log), log[-1], domains(log),
        forecast=forecast(log, target),
    )  # fmt: skip
    return ReviewedSweep(status, burndown(status.title, log, target))


def with_sweep(shop: Review, *sweeps: ReviewedSweep) -> Review:
    return replace(shop, sweeps=sweeps)


@pytest.fixture
def long(shop: Review) -> Review:
    return with_sweep(shop, sweep(300, 300, datetime.date(2027, 1, 31)))


def test_what_it_shows(opened: Opens, long: Review) -> None:
    page = opened(long).page
    part = page.locator("#sweeps .sweep")
    status = long.sweeps[0].status
    assert f"{status.total} of 400 are left" in part.inner_text()
    assert "by the target 2027-01-31 in " in part.inner_text()
    assert part.locator("polygon").count() == 7
    assert part.locator("text.target").text_content() == "target 2027-01-31"
    assert part.locator("text.now").text_content() == str(status.total)
    first = part.locator(".domains tbody tr").first
    assert first.locator("td").nth(1).inner_text() == "40"
    assert part.locator(".domains tbody tr").count() == 10
    rows = part.locator(".notes tbody tr")
    assert rows.count() == 8
    assert rows.first.inner_text().startswith(f"{status.told[-1][0].time:%Y-%m-%d %H:%M}")
    part.locator("button.more").last.click()
    assert rows.count() == 16
    assert page.locator("nav a", has_text="Sweeps").count() == 1


def test_the_colour_beside_a_domain_is_that_of_its_area(opened: Opens, long: Review) -> None:
    page = opened(long).page
    for name in [share.name for share in long.sweeps[0].burndown.shares if len(share.name) > 1]:
        area = page.locator(".burndown polygon", has_text=f"{name}: ")
        swatch = page.locator(".domains tr", has_text=name).locator(".swatch")
        fill = area.evaluate("node => getComputedStyle(node).fill")
        assert swatch.evaluate("node => getComputedStyle(node).backgroundColor") == fill


def test_it_leads_to_the_findings_of_its_contract(opened: Opens, long: Review) -> None:
    page = opened(long).page
    page.locator("#sweeps .sweep a").first.click()
    assert page.url.endswith("#findings?contract=transactions")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1280", "390"])
@pytest.mark.parametrize(
    "made",
    [
        (300, 300, datetime.date(2027, 1, 31)),
        (1, 1, datetime.date(2027, 1, 31)),
        (1, 1, None),
        (40, 90, datetime.date(2026, 2, 20)),
        (40, 90, datetime.date(2031, 1, 1)),
        (5, 2, datetime.date(2020, 1, 1)),
        (300, 4000, None),
    ],
    ids=["long", "one", "alone", "past", "far", "long-ago", "years"],
)
def test_nothing_is_cut_off(opened: Opens, shop: Review, made: Any, size: dict[str, int]) -> None:
    page = opened(with_sweep(shop, sweep(*made)), size).page
    assert page.evaluate("document.documentElement.scrollWidth") == size["width"]
    assert page.evaluate(CUT) == []
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(OVERLAPPING) == 0
    assert page.locator(".burndown .tick").count() > 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read(opened: Opens, long: Review, scheme: str) -> None:
    assert opened(long, WIDE, scheme).page.evaluate(CONTRAST)[1] == []


def test_on_paper(opened: Opens, long: Review) -> None:
    page = opened(long).page
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 900})
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    box = page.locator(".burndown svg").bounding_box()
    assert 400 < box["width"] <= 700
    assert page.locator("#sweeps .more").first.is_hidden()


def test_two_sweeps_and_none(opened: Opens, shop: Review) -> None:
    both = with_sweep(shop, sweep(9, 9, None), sweep(1, 1, None, ("-",)))
    assert opened(both).page.locator(".burndown svg").count() == 2
    assert opened(with_sweep(shop)).page.locator("#sweeps").is_hidden()
