"""Why a request failed, as the values by which it is decided what follows; `failures` has the words for people."""

from scrapy.exceptions import DownloadCancelledError, IgnoreRequest

from monitor.causes import SourceCause
from monitor.fetch.connections import ForbiddenAddressError
from monitor.fetch.permission import RobotsForbiddenError, RobotsUnreachableError
from monitor.refusals import Reason


def of_source(error: BaseException | None) -> SourceCause:
    """Why a source gave no answer that could be read."""
    if isinstance(error, RobotsForbiddenError):
        return SourceCause.ROBOTS
    if isinstance(error, RobotsUnreachableError):
        return SourceCause.NO_ANSWER if error.status is None else SourceCause.ROBOTS_UNREACHABLE
    match final_reason(error):
        case Reason.ADDRESS:
            return SourceCause.ADDRESS
        case Reason.TOO_LARGE:
            return SourceCause.TOO_LARGE
        case Reason.REDIRECT:
            return SourceCause.REDIRECT
        case _:  # open: the other reasons, and none, are those of a host that did not answer
            return SourceCause.NO_ANSWER


def final_reason(error: BaseException | None) -> Reason | None:
    """Why a link will never be read, by the class of the exception; None where another attempt makes sense."""
    if isinstance(error, RobotsForbiddenError):
        return Reason.ROBOTS
    if isinstance(error, ForbiddenAddressError):
        return Reason.ADDRESS
    if isinstance(error, DownloadCancelledError):
        return Reason.TOO_LARGE
    # Of Scrapy's own components two raise the bare class: the decompressor with its cause, the redirects without one.
    if type(error) is IgnoreRequest:
        return Reason.REDIRECT if error.__cause__ is None else Reason.TOO_LARGE
    return None
