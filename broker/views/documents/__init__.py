"""The documents of a case (文书): which there are, their numbers and what stands in them.

Every document belongs to one event and says only what was known when that event was decided, so
both regions, and every later rendering, come to the same document.
"""
