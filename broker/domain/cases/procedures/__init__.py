"""Special procedures and extension (特别程序、延期): what lengthens the way to a decision."""
