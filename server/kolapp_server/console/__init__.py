# SPDX-License-Identifier: EUPL-1.2
"""The web pages for staff and visitors. `app` mounts the three routers: pages, sign_in, files."""
