# SPDX-License-Identifier: EUPL-1.2
"""What holds for every test: no example fails because the machine was slow at it."""

from hypothesis import settings

settings.register_profile("kolapp", deadline=None)
settings.load_profile("kolapp")
