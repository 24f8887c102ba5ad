# SPDX-License-Identifier: EUPL-1.2
"""Our tests. This file is here because a library of data sets installs a `tests` of its own, which would be found instead."""
