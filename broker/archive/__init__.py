"""PURE: the archive package of an ended case (归档信息包), made and checked; nothing is read here.

What is made is a function of the journal and the opened fields, byte for byte; what is checked
needs nothing but the file.
"""
