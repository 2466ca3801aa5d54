"""`pikir …`: every act that is typed, each loaded only when it is called."""

from importlib import import_module

import click

from app.settings import WrongSetting

# The command's name -> the module that holds it, under an attribute of the same name.
ACTS = {
    "demo": "app.demo.command",
    "init": "app.cli.init",
    "serve": "app.serving",
    "worker": "app.work.command",
    "migrate": "app.cli.migrate",
    "inspectorate": "app.cli.inspectorate",
    "inspections": "app.cli.inspections",
    "businesses": "app.cli.businesses",
    "archive": "app.cli.archive",
    "person": "app.cli.person",
    "token": "app.cli.token",
    "webhook": "app.cli.webhook",
    "audit": "app.cli.audit",
    "letters": "app.cli.letters",
    "deliver": "app.cli.once",
    "bounce": "app.cli.bounce",
    "mix": "app.cli.once",
    "release": "app.cli.release",
    "backup": "app.cli.backup",
    "restore": "app.cli.restore",
    "doctor": "app.cli.doctor",
    "i18n": "app.cli.i18n",
}


class Acts(click.Group):
    """Loads matplotlib only for the acts that draw: `pikir serve` starts in under a second."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(ACTS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in ACTS:
            return None
        command: click.Command = getattr(import_module(ACTS[cmd_name]), cmd_name)
        return command

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
