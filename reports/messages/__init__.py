"""English for every message id, gathered from one module per area. Translations: `reports/locale/*/auditor.po`.

A text is a `str.format` pattern over the message's parameters; a pair is singular and plural, chosen by `n`.
See `connectors.model.Message` for parameters named `t_...` and `d_...`.
"""
