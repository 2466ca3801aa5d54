"""Letters as a mail server takes them."""

from email.message import EmailMessage


def make_message(
    subject: str = "Текшерүү кандай өттү?",
    plain: str = "Салам! http://127.0.0.1:8000/s/abc.def GT-00001",
    html: str = "<html><head><title>x</title></head><body><p>Салам!</p></body></html>",
) -> bytes:
    """Two parts, as our letters have."""
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "opinion@geti.kg.example"
    message["To"] = "somebody@mail.example"
    message["Date"] = "Thu, 01 Oct 2026 04:40:00 +0000"
    message.set_content(plain)
    message.add_alternative(html, subtype="html")
    return message.as_bytes()
