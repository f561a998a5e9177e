// Questions for stances as a C program asks them: the SQL prepared once, every column into a struct.

#ifndef STANCES_H
#define STANCES_H

#include <stdint.h>

/// One database and one statement.
typedef struct floor_query floor_query;

/// A value of a parameter: a text, or an integer where the text is null, or NULL.
typedef struct {
    const char *text;
    int64_t integer;
    int is_null;
} floor_value;

/// Opens a file for reading and prepares a statement; null, with a line on standard error, when that fails.
floor_query *floor_query_open(const char *path, const char *sql);
void floor_query_close(floor_query *query);

/// Binds the values, reads all rows of full stances into structs that own their texts, and gives each free again.
/// Returns the sum of the ids, or -1.
int64_t floor_query_stances(floor_query *query, const floor_value *values, int count);

/// Binds the values and reads all rows, whatever they are: numbers, and texts that are copied. Returns the count, or -1.
int64_t floor_query_rows(floor_query *query, const floor_value *values, int count);

/// Binds the values and adds up all columns of all rows, which are integers; `rows` is how many there were. Returns the
/// sum, or -1.
int64_t floor_query_integers(floor_query *query, const floor_value *values, int count, int64_t *rows);

/// Runs `threads` readers for so many milliseconds, each with a connection of its own, and returns how many queries
/// for stances they finished in all, or -1.
int64_t floor_readers(const char *path, const char *sql, const floor_value *values, int count, int threads, int milliseconds);

/// Runs statements one after the other for each of some facts, each to its end, in one transaction that `first` begins
/// and `last` ends. The values are those of the statements of the first fact, then of the second …; `widths` says how many
/// each statement takes. Returns 0, or -1.
int floor_facts(
    const char *path, const char *first, const char *const *sql, const int *widths, int statements,
    const floor_value *values, int64_t facts, const char *last);

/// Writes one row in one transaction after the other until told to stop. Returns a handle, or null.
typedef struct floor_writer floor_writer;
floor_writer *floor_writer_start(const char *path);
/// Stops it and returns how many transactions it committed.
int64_t floor_writer_stop(floor_writer *writer);

#endif
