# SPDX-License-Identifier: EUPL-1.2
"""Where it is kept: the only home of SQLAlchemy. The journal is the truth; the tables are its folding, for asking."""
