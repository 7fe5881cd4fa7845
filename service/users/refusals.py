"""Why somebody is not signed in, or an account is not made or changed as asked."""


class UserRefused(Exception):
    """An account is not made or changed as asked; the message is a sentence that says why."""


class PasswordRefused(Exception):
    """A password cannot be taken; ``why`` is the id of the message that says so."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class SignInRefused(Exception):
    """Nobody is signed in; whether the name or the password is wrong is told to nobody."""


class SignInLocked(Exception):
    """After so many wrong passwords none is looked at before ``seconds`` have passed."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"no password is looked at for another {seconds} s")


class ProviderRefused(SignInRefused):
    """What came back from a provider does not prove who it is; the message says why to the log."""


class ProviderUnavailable(Exception):
    """The provider does not answer as it must; the message says why to the log."""
