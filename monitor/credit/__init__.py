"""Who had it from whom: the outlets that an article names as the source of its report, each with the sentence.

    names     how outlets are called: their name, without its article, its initials, the name of their site
    grammar   the words by which a report is credited, a table for each language
    credits   article -> credits

Pure. An outlet that names itself ("Variety has learned") claims the report: that is no credit.
"""

from monitor.credit.credits import find
from monitor.credit.names import OutletNames

__all__ = ["OutletNames", "find"]
