"""Later acts (撤销、注销、更正): what the handling side may still do about a finished case."""
