// The floor that Swift is measured against: the same SQL, driven by hand-written C.

#ifndef STANDPOINT_FLOOR_H
#define STANDPOINT_FLOOR_H

#include <stddef.h>
#include <stdint.h>

/// An open database.
typedef struct floor_database floor_database;

/// One row to insert. The texts belong to the caller.
typedef struct {
    int64_t parent;
    const char *name;
    size_t name_length;
    const char *note;
    size_t note_length;
    double score;
} floor_person;

// Every function returns SQLite's result code, 0 for success, or 7 (SQLITE_NOMEM) when malloc fails.
// Those that read add up what they read in `sum`, so that both languages can be seen to have done the same
// work: each integer, the bytes of each text, and each real number cut to an integer.
// A text that is read is copied to memory of its own with malloc and memcpy, and freed when it is done with,
// as by a program that keeps its values beyond the next step.

/// Opens a database with the settings that the wrapper gives its connections.
int floor_open(const char *path, floor_database **database);

/// Closes a database; null is fine.
void floor_close(floor_database *database);

/// Runs a script.
int floor_execute(floor_database *database, const char *sql);

/// Runs a statement once for each person: parent, name, note, score.
int floor_insert(floor_database *database, const char *sql, const floor_person *people, size_t count);

/// Reads integer, text, text, real from each row, and keeps nothing.
int floor_scan(floor_database *database, const char *sql, int64_t *sum);

/// Adds up all rows without a copy of their texts.
int floor_scan_in_place(floor_database *database, const char *sql, int64_t *sum);

/// Reads integer, text, text, real from each row into one growing array, which is then freed.
int floor_collect(floor_database *database, const char *sql, int64_t *sum);

/// Reads integer, text, text, real from the first row of a query with one parameter, for each id; in place without a
/// copy of its texts.
int floor_lookup(
    floor_database *database, const char *sql, const int64_t *ids, size_t count, int in_place, int64_t *sum);

/// Reads text, text, real from each row, and keeps nothing.
int floor_join(floor_database *database, const char *sql, int64_t *sum);

#endif
