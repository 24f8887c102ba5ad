# SPDX-License-Identifier: EUPL-1.2
"""What the one who runs the server can set. Everything works without setting anything, on this machine only."""

from importlib.util import find_spec
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

POSTGRES = ("postgresql", "postgres", "postgresql+psycopg")


class NotAPostgres(ValueError):
    """KOLAPP_SERVER_DATABASE_URL must begin with postgresql:// ; for SQLite leave it empty."""


class Settings(BaseSettings):
    """Read from the environment: `KOLAPP_SERVER_PORT=8080`, `KOLAPP_SERVER_PUBLIC_URL=https://ko.example.se`."""

    model_config = SettingsConfigDict(env_prefix="KOLAPP_SERVER_", extra="ignore", frozen=True)

    var: Path = Field(default=Path("var"), description="The folder of all that is kept: database, sounds, the control socket")
    host: str = Field(default="127.0.0.1", description="The address to listen on; 0.0.0.0 for all, behind a proxy with TLS")
    port: int = Field(default=8080, ge=0, le=65535, description="The port to listen on; 0 takes a free one")
    public_url: str = Field(
        default="", description="Where visitors' telephones reach the server; the QR is made from it. Empty: http://host:port"
    )
    database_url: SecretStr | None = Field(
        default=None,
        description="Address of a PostgreSQL, which several servers may use: `postgresql://name:password@host/database`. "
        "Empty: SQLite in `var`",
    )
    drain_s: float = Field(
        default=2.0,
        ge=0,
        le=60,
        description="With a PostgreSQL: how long a server that is told to stop still serves, while it says that it is not ready",
    )
    trusted_proxies: str = Field(
        default="127.0.0.1,::1", description="Addresses of proxies whose X-Forwarded-For and -Proto are believed, with commas"
    )
    other_origins: tuple[str, ...] = Field(
        default=(), description='Further origins whose pages may ask, as JSON: ["https://tavla.example.se"]'
    )
    log_level: str = Field(default="info", pattern="^(debug|info|warning|error)$", description="debug, info, warning or error")
    session_hours: float = Field(default=12.0, gt=0, le=24, description="How long a clerk stays signed in")
    board_web: Path | None = Field(
        default=None, description="The folder of the waiting room's web page; empty: the one that was installed with the display"
    )
    espeak: str = Field(default="espeak-ng", description="The program that speaks; found in PATH")
    ballast_mb: int = Field(
        default=16,
        ge=0,
        le=10_000,
        description="A file of that many MB beside the database, thrown out when the disk is full; 0: none",
    )
    backup_within_hours: float = Field(
        default=26.0, ge=0, description="Staff are told when the last `kolapp-server backup` is older; 0: never. SQLite only"
    )
    alarm_url: str = Field(default="", description="An address that gets every alarm as JSON (POST); empty: none")
    guard_url: str = Field(
        default="",
        description="An address that is told (POST, JSON: ids and a time) when somebody at a desk asks for silent help; "
        "empty: none",
    )
    alarm_repeat_minutes: float = Field(default=10.0, gt=0, description="An alarm that nobody takes is told again after so long")
    mail_url: SecretStr = Field(
        default=SecretStr(""),
        description="The mail server that takes messages to officers: `smtp://host:25`, "
        "`smtp+starttls://name:password@host:587` or `smtps://...`; empty: none is sent",
    )
    mail_from: str = Field(default="kolapp@localhost", description="The address from which officers get mail")
    quiet_hours: str = Field(
        default="", description="When no alarm is sent or told anew, by the branch's clock: 22:00-06:00; empty: at any time"
    )
    dead_man_url: str = Field(
        default="", description="An address that is asked every minute while all is well; who hears nothing knows that it is not"
    )
    journal_days: int = Field(default=0, ge=0, description="How many days the journal and its tickets are kept; 0: for ever")
    decisions: dict[str, str] = Field(
        default={},
        description="The town's decision for each rule by which something is destroyed, as JSON: "
        '{"notes": "KS 2026/123"}; the rules: notes, secrets, sessions, codes, print_jobs, contact_notes, '
        "contact_readings, contact_renewals, contact_records, contacts, incidents, incident_readings, officer_calls, "
        "officer_mail, officer_hands, requests, tickets, journal",
    )
    exports: Path | None = Field(
        default=None, description="The folder where what is destroyed is written down before; empty: `exports` in `var`"
    )
    has_noop: bool = Field(default=False, description="Mounts routes that do nothing, which speed is measured against")

    @property
    def board_folder(self) -> Path:
        """`board_web`, or the display's own files: they come with the same wheel, and are handed out, not imported."""
        display = find_spec("kolapp_display")
        if self.board_web is not None or display is None or display.origin is None:
            return self.board_web or Path()
        return Path(display.origin).parent / "web"

    @property
    def own_url(self) -> str:
        """`public_url`, or what it is without one."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"

    @property
    def is_sqlite(self) -> bool:
        """Whether the embedded database is used; then this process is the only one."""
        return self.database_url is None

    @property
    def database(self) -> str:
        """The database's address, password and all. Raises `NotAPostgres`."""
        # Imported here: the commands read settings and should be quick, and a database is slow to import.
        from kolapp_server.store.engine import database_url

        if self.database_url is None:
            return database_url(self.var)
        kind, _, rest = self.database_url.get_secret_value().partition("://")
        if kind not in POSTGRES:
            raise NotAPostgres()
        return f"postgresql+psycopg://{rest}"
