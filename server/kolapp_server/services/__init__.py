# SPDX-License-Identifier: EUPL-1.2
"""What a person does, one function each: one function, one transaction."""
