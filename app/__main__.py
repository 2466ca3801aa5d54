"""`pikir …`: every act that is typed, each loaded only when it is called."""

from importlib import import_module
from typing import NamedTuple

import click

from app.settings import WrongSetting


class Act(NamedTuple):
    module: str  # that holds it, under an attribute of its name
    says: str  # for the list of all


ACTS = {
    "demo": Act("app.demo.command", "Play nine months of two inspectorates, and look at them."),
    "init": Act("app.cli.init", "Write the settings of a new installation into a folder."),
    "serve": Act("app.serving", "Answer requests, with a worker beside it if wanted."),
    "worker": Act("app.work.command", "Invite, send, mix, draw and release, each at its time."),
    "migrate": Act("app.cli.migrate", "Bring both databases to the newest schema."),
    "inspectorate": Act(
        "app.cli.inspectorate", "Inspectorates, their sites, who signs their letters."
    ),
    "inspections": Act("app.cli.inspections", "The register of inspections."),
    "businesses": Act("app.cli.businesses", "The register of businesses."),
    "archive": Act("app.cli.archive", "The archive of closed records."),
    "person": Act("app.cli.person", "The staff: who they are and what they may do."),
    "token": Act("app.cli.token", "Tokens with which other systems use the API."),
    "webhook": Act("app.cli.webhook", "Addresses that are told of releases."),
    "audit": Act("app.cli.audit", "What the staff and the operator did."),
    "letters": Act("app.cli.letters", "Letters to single addresses."),
    "deliver": Act("app.cli.once", "Send the letters that are due now."),
    "bounce": Act("app.cli.bounce", "Read a bounce or a complaint from standard input."),
    "mix": Act("app.cli.once", "Mix every group in which ten answers wait."),
    "disclosure": Act("app.cli.disclosure", "Whether anything hidden follows from what was shown."),
    "release": Act("app.cli.release", "Publish a quarter or a year on the sites."),
    "backup": Act("app.cli.backup", "Make a backup, and prove that it can be restored."),
    "restore": Act("app.cli.restore", "Bring a backup back into the databases."),
    "doctor": Act("app.cli.doctor", "Look at everything that an installation needs."),
    "i18n": Act("app.cli.i18n", "Translations: how far they are, and work on them."),
}


class Acts(click.Group):
    """Loads matplotlib only for the acts that draw: `pikir serve` starts in under a second."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(ACTS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in ACTS:
            return None
        command: click.Command = getattr(import_module(ACTS[cmd_name].module), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """At once: nothing is loaded for a list."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, act.says) for name, act in ACTS.items()])

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except WrongSetting as error:
            raise click.ClickException(str(error)) from error


@click.command(cls=Acts)
@click.version_option(package_name="pikir")
def pikir() -> None:
    """Post-inspection business feedback: invitations, unlinkable answers, published quarters."""


if __name__ == "__main__":
    pikir()
