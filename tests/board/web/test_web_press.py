"""A text is pasted on the board and comes back with its marks; what is in it stays text."""

TEXT = (
    "\U0001f680 Progress MS-31 rose from Baikonur on July 4, 2025 at 19:32 UTC on a Soyuz-2.1a. "
    "<img src=x onerror=document.title='lost'> It will dock at Poisk on July 5 at 21:27 UTC."
)


def check(opened, text):
    opened.page.fill("#press-text", text)
    opened.page.click("#press button[type=submit]")
    opened.wait("document.querySelector('#press .found, #press .refusal:not(:empty)') !== null")


def test_a_pasted_text_comes_back_with_its_marks(opened):
    check(opened, TEXT)
    assert "contradict" in opened.text("#press .found")
    wrong = opened.page.locator("#press mark[data-verdict=contradicts]")
    # places are counted in characters, also behind one that JavaScript counts twice
    assert wrong.first.inner_text() == "on July 4, 2025 at 19:32 UTC"
    first = opened.page.locator("#press .claims > li").first
    assert "\u2717 contradicts" in first.inner_text()
    assert "Probably meant: 3 Jul 2025" in first.inner_text()
    shown = opened.page.evaluate(
        "(() => { const said = document.querySelector('#press .said').cloneNode(true);"
        " said.querySelectorAll('button').forEach((one) => one.remove()); return said.textContent; })()"
    )
    assert shown == TEXT
    assert not opened.page.locator("#press img").count()
    assert opened.errors == []


def test_a_sign_leads_to_its_claim(opened):
    check(opened, TEXT)
    opened.page.click("#press .sign[data-verdict=contradicts]")
    assert "contradicts" in opened.page.evaluate("document.activeElement.textContent")


def test_a_refusal_is_told_in_the_servers_words(opened):
    check(opened, "   ")
    assert "no words in it" in opened.text("#press .refusal")
