"""What an expired session sends waits until its writer has logged in."""

from comments.models import Comment
from conftest import PASSWORD


def log_in(browser, address):
    return browser.post(address, {"login": "bob", "password": PASSWORD})


def test_a_comment_sent_after_the_session_has_ended_is_one_button_away_after_logging_in(as_, diary, bob):
    browser = as_(None)
    sent = {"subject": "Late", "body": "Words from before.", "token": "t1"}
    answer = browser.post(f"/diaries/{diary.pk}/comments/", sent)
    assert answer.status_code == 302
    assert log_in(browser, answer["Location"])["Location"] == "/accounts/kept/"
    page = browser.get("/accounts/kept/").content.decode()
    assert "Words from before.</textarea>" in page
    assert f'action="/diaries/{diary.pk}/comments/"' in page
    assert 'name="subject" value="Late"' in page
    browser.post(f"/diaries/{diary.pk}/comments/", sent)
    assert Comment.objects.get(author=bob).body == "Words from before."
    assert browser.get("/accounts/kept/")["Location"] == "/"


def test_a_button_pressed_after_the_session_has_ended_leads_back_to_its_page(as_, comment):
    page = comment.diary.get_absolute_url()
    answer = as_(None).post(f"/comments/{comment.pk}/recommend/", headers={"Referer": f"http://testserver{page}"})
    assert answer["Location"].endswith(f"next={page.replace('/', '%2F')}")


def test_another_sites_page_is_no_way_back(as_, comment):
    answer = as_(None).post(f"/comments/{comment.pk}/recommend/", headers={"Referer": "https://evil.example/x"})
    assert answer["Location"].endswith("next=%2F")


def test_with_htmx_the_whole_page_goes_to_the_log_in(as_, diary):
    answer = as_(None).post(f"/diaries/{diary.pk}/comments/", {"body": "Words"}, headers={"HX-Request": "true"})
    assert "/accounts/login/" in answer["HX-Redirect"]


def test_one_address_cannot_fill_the_disk(as_, diary):
    answers = [as_(None).post(f"/diaries/{diary.pk}/comments/", {"body": "Words"})["Location"] for _ in range(21)]
    assert answers[19].endswith("next=%2Faccounts%2Fkept%2F")
    assert answers[20].endswith("next=%2F")


def test_it_goes_on_by_itself_for_its_own_writer_only(as_, diary, bob, alice):
    for user, own in ((bob, True), (alice, False)):
        browser = as_(None)
        answer = browser.post(f"/diaries/{diary.pk}/comments/", {"body": "Words", "token": "t1", "writer": bob.pk})
        browser.post(answer["Location"], {"login": user.username, "password": PASSWORD})
        assert ("data-sends-itself" in browser.get("/accounts/kept/").content.decode()) == own


def test_a_text_whose_place_is_gone_comes_back_to_be_copied(as_, diary, bob, alice):
    diary.remove(by=alice)
    gone = as_(bob).post(f"/diaries/{diary.pk}/comments/", {"body": "Words to keep"})
    never = as_(bob).post("/diaries/999999/comments/", {"body": "Words to keep"})
    assert gone.status_code == never.status_code == 404
    assert "Words to keep</textarea>" in gone.content.decode() and "Words to keep</textarea>" in never.content.decode()
