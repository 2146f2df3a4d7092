"""`python -m monitor.cli`, where the `monitor` command is not on the path."""

import sys

from monitor.cli import main

sys.exit(main())
