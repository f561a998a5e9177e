// `import Standpoint` is all that a user writes: connections, values and SQLite's errors come with it.

@_exported public import StandpointSQLite
