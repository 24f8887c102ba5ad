# SPDX-License-Identifier: EUPL-1.2
"""The pieces that screens are put together from. Each reads the app's look when it is made and knows nothing of queues."""
