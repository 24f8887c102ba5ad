# SPDX-License-Identifier: EUPL-1.2
"""What the visitor sees: renderers without logic. A state goes in, a screen comes out, a touched key is told on."""
