// What Swift cannot import from sqlite3.h by itself: variadic functions and destructor constants.

#ifndef STANDPOINT_SQLITE_SHIM_H
#define STANDPOINT_SQLITE_SHIM_H

#include <sqlite3.h>

/// Switches one on/off option of a connection; sqlite3_db_config is variadic.
static inline int standpoint_db_config(sqlite3 *db, int option, int value) {
    int now = 0;
    return sqlite3_db_config(db, option, value, &now);
}

/// Settings of the process, before SQLite is first used; sqlite3_config is variadic.
///
/// SQLite does not count the memory that all connections use. What one row's statement may have to undo stays in memory: by
/// default more than 64 kibibytes go to a temporary file, also all that comes after in a transaction, and a row with its
/// history, indexes and search takes about as much. SQLite's files write less than 128 kibibytes at once.
static inline int standpoint_configure(void) {
    int result = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    return result == SQLITE_OK ? sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, 126 << 10) : result;
}

/// Binds text that stays where it is until the parameter is bound again.
static inline int standpoint_bind_text_static(
    sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count
) {
    return sqlite3_bind_text64(statement, index, (const char *)bytes, count, SQLITE_STATIC, SQLITE_UTF8);
}

/// Binds text that SQLite copies before it returns.
static inline int standpoint_bind_text_copy(
    sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count
) {
    return sqlite3_bind_text64(statement, index, (const char *)bytes, count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

/// Binds a blob that stays where it is until the parameter is bound again.
static inline int standpoint_bind_blob_static(
    sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count
) {
    return sqlite3_bind_blob64(statement, index, bytes, count, SQLITE_STATIC);
}

/// Binds a blob that SQLite copies before it returns.
static inline int standpoint_bind_blob_copy(
    sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count
) {
    return sqlite3_bind_blob64(statement, index, bytes, count, SQLITE_TRANSIENT);
}

#endif
