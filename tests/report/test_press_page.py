"""The page of an audit: each claim is marked in its place, and nothing in a text becomes markup."""

import re
from html import escape, unescape
from zoneinfo import ZoneInfo

import pytest

from portcall.records.claims import Claim, Correction, PressAudit, Reading, Told
from portcall.report.press_marks import marked_text
from portcall.report.press_page import press_page
from portcall.report.press_words import PAGE_MARK, seconds_words, time_words, verdict_line

TEXT = "Progress 92 rose at 7:32 p.m. GMT on 4 July & docks <soon>."
HOSTILE = "<script>alert(1)</script> \"' onload=x & </div> \u202e ]]> <!-- "
_TAG = re.compile(r"<[^>]*>")
_NUMBER = re.compile(r'<a class="no.*?</a>')


def claim(number, kind, quote, text=TEXT, verdict="holds", **more):
    start = text.index(quote)
    return Claim(
        number=number,
        kind=kind,
        subject="progress-ms-31",
        quote=quote,
        start=start,
        end=start + len(quote),
        sure=0.9,
        verdict=verdict,
        **more,
    )


LATE = claim(
    2,
    "launch",
    "7:32 p.m. GMT on 4 July",
    verdict="contradicts",
    value="2025-07-04T19:32Z",
    precision="minute",
    reason="six degrees off the plane",
    correction=Correction(value="2025-07-03T19:32Z", why="it fits the day before"),
)
SHIP = claim(1, "ship", "Progress 92", value="progress-ms-31", reason="as recorded")
VAGUE = claim(3, "docking", "docks <soon>", verdict="cannot_check", reason="no time", value=None)


def reading(text=TEXT, claims=(SHIP, LATE, VAGUE), source="report.txt"):
    return Reading(source=source, text=text, language="en", claims=tuple(claims))


def page_of(*readings, timeline=(), **more):
    return press_page(PressAudit(readings=readings, timeline=timeline), **more).decode()


def words(html):
    return unescape(_TAG.sub("", _NUMBER.sub("", html)))


def test_the_text_is_all_there_and_nothing_else():
    assert words(marked_text(reading(), "t1")) == TEXT


def test_each_claim_has_a_mark_a_sign_and_a_note_that_lead_to_each_other():
    page = page_of(reading())
    for number, kind, sign in ((1, "ok", "\u2713"), (2, "bad", "\u2717"), (3, "open", "?")):
        assert re.search(rf'<mark class="{kind}" id="t1-m{number}">', page)
        assert re.search(
            rf'<a class="no {kind}" href="#t1-n{number}"[^>]*>{number}\u2009{re.escape(sign)}', page
        )
        assert re.search(rf'<li class="{kind}" id="t1-n{number}">.*?href="#t1-m{number}"', page)
    assert "six degrees off the plane" in page
    assert "2025-07-03 19:32 UTC" in page
    assert "cannot check" in page


def test_claims_that_overlap_keep_their_marks():
    inner = claim(1, "launch", "7:32 p.m.", value="x")
    cut = claim(3, "docking", "GMT on 4 July & docks", value="y", verdict="cannot_check")
    html = marked_text(reading(claims=(inner, LATE, cut)), "t1")
    assert words(html) == TEXT
    for number in (1, 2, 3):
        assert html.count(f'id="t1-m{number}"') == 1
        assert html.count(f'href="#t1-n{number}"') == 1
    # under a claim that contradicts, its color wins
    assert '<mark class="bad">' in html or 'class="bad" id' in html


@pytest.mark.parametrize("place", ["text", "source", "reason", "quote", "note", "timeline"])
def test_nothing_in_a_text_becomes_markup(place):
    def evil(name, good):
        return HOSTILE if place == name else good

    one = SHIP.model_copy(
        update={
            "reason": evil("reason", "r"),
            "quote": evil("quote", "q"),
            "correction": Correction(value=evil("reason", "v"), why=evil("reason", "w")),
            "subject": evil("reason", "s"),
        }
    )
    text = TEXT + HOSTILE if place == "text" else TEXT
    source = evil("source", "report.txt")
    told = Told(
        kind="launch", subject=evil("timeline", "s"), utc=None, basis=evil("timeline", "b"),
        claims=((source, 1),), agree=False,
    )  # fmt: skip
    page = page_of(reading(text, (one,), source), timeline=(told,), notes=[(evil("note", "n"),)])
    assert "<script" not in page
    assert "onload=x &amp;" in page
    assert not re.search(r"<[^>]*onload", page)
    assert escape(HOSTILE.strip()[:20]) in page


def test_the_page_needs_and_allows_no_script():
    page = page_of(reading())
    assert "<script" not in page
    policy = unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1])
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert ' style="' not in page
    assert all(link.startswith("#") for link in re.findall(r'href="([^"]*)"', page))
    assert PAGE_MARK in page[:4096]


def test_the_same_audit_gives_the_same_bytes():
    assert page_of(reading()) == page_of(reading())


def test_zones_stand_beside_utc():
    page = page_of(reading(), zones=(ZoneInfo("Europe/Moscow"),))
    assert "07-04 22:32 Europe/Moscow" in page


def test_several_texts_are_told_apart():
    told = Told(
        kind="launch", subject="progress-ms-31", utc="2025-07-03T19:32Z", basis="catalogue",
        claims=(("a.txt", 2), ("b.txt", 2)), agree=True,
    )  # fmt: skip
    page = page_of(reading(source="a.txt"), reading(source="b.txt"), timeline=(told,))
    assert len(re.findall(r'id="t[12]-m2"', page)) == 2
    assert '<a href="#t2-m2">b.txt 2</a>' in page
    assert "6 claims: 2 hold, 2 contradict, 2 cannot be checked" in page


def test_a_text_in_another_language_says_so():
    page = page_of(Reading(source="x", text="bonjour", language=None))
    assert "no grammar reads this language" in page


def test_a_claim_out_of_the_text_marks_nothing():
    beyond = SHIP.model_copy(update={"start": 10_000, "end": 10_004})
    assert words(marked_text(reading(claims=(beyond,)), "t1")) == TEXT


def test_words():
    assert verdict_line([SHIP]) == "1 claim: 1 holds, 0 contradict, 0 cannot be checked"
    assert verdict_line([]).startswith("no claim")
    assert time_words("2025-07-03T19:32Z/2025-07-03T19:40Z").endswith("to 2025-07-03 19:40 UTC")
    assert (seconds_words(45.0), seconds_words(3600.0)) == ("45 s", "60 min")
