# SPDX-License-Identifier: EUPL-1.2
"""How the browser of every test is started: Chromium without a window."""

CHROMIUM = "/usr/bin/chromium-headless-shell"
"""The same engine without a desktop's windows around its pages: those took two thirds of the time that opening one takes."""
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--renderer-process-limit=1")
"""It is started by root, on machines without a graphics card; and no process stands by for a page that nobody opens."""
MAY_SOUND = (*FLAGS, "--autoplay-policy=no-user-gesture-required")
"""As on a television in a waiting room, which nobody touches."""
