"""The numbered rules a new site starts with; an operator rewords them."""

from django.db import migrations

RULES = [
    (1, "Attack on a person", "Argue with what somebody says, not with who they are."),
    (2, "Threat or doxing", "No threats, and nobody's private life without their consent."),
    (3, "Insult without argument", "Heat is welcome; contempt that adds nothing is not."),
    (4, "Spam or advertising", "Nothing is sold here."),
    (5, "Deliberate falsehood", "Errors are answered; a claim its author knows to be false is hidden."),
    (6, "Derailing", "A thread is about its diary. Write your own diary about the rest."),
]


def add(apps, schema_editor):
    conduct = apps.get_model("community", "ConductRule")
    for number, title, text in RULES:
        conduct.objects.get_or_create(number=number, defaults={"title": title, "text": text})


class Migration(migrations.Migration):
    dependencies = [("community", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
