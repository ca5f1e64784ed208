"""Planted mistakes: how many of them do the tests find?"""
