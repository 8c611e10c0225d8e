"""The whole story, one short module a verb: read, work on values, write. Both shells call only these.

Open this second, after `model`. A verb's module loads what it needs, so that a check, which writes nothing, answers
before what writes and prints workbooks would have been loaded.
"""
