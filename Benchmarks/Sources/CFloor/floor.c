// The floor: what a careful C programmer writes over sqlite3.h, without layers and without checks that only a
// library for others would need.

#include "floor.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

static sqlite3 *handle(floor_database *database) { return (sqlite3 *)database; }

int floor_open(const char *path, floor_database **database) {
    sqlite3 *opened = NULL;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    int status = sqlite3_open_v2(path, &opened, flags, NULL);
    *database = (floor_database *)opened;
    if (status != SQLITE_OK) return status;
    sqlite3_db_config(opened, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(opened, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(opened, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(opened, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(opened, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
    return sqlite3_exec(
        opened,
        "PRAGMA cell_size_check = ON; PRAGMA secure_delete = ON; PRAGMA synchronous = NORMAL;"
        "PRAGMA journal_mode = WAL",
        NULL, NULL, NULL);
}

void floor_close(floor_database *database) { sqlite3_close_v2(handle(database)); }

int floor_execute(floor_database *database, const char *sql) {
    return sqlite3_exec(handle(database), sql, NULL, NULL, NULL);
}

/// Ends a loop over sqlite3_step: its status, or that of the statement's end.
static int finish(sqlite3_stmt *statement, int status) {
    int end = sqlite3_finalize(statement);
    return status == SQLITE_DONE ? end : status;
}

int floor_insert(floor_database *database, const char *sql, const floor_person *people, size_t count) {
    sqlite3_stmt *statement = NULL;
    int status = sqlite3_prepare_v3(handle(database), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
    if (status != SQLITE_OK) return status;
    status = SQLITE_DONE;
    for (size_t i = 0; i < count && status == SQLITE_DONE; i++) {
        const floor_person *person = &people[i];
        sqlite3_bind_int64(statement, 1, person->parent);
        sqlite3_bind_text64(statement, 2, person->name, person->name_length, SQLITE_STATIC, SQLITE_UTF8);
        sqlite3_bind_text64(statement, 3, person->note, person->note_length, SQLITE_STATIC, SQLITE_UTF8);
        sqlite3_bind_double(statement, 4, person->score);
        status = sqlite3_step(statement);
        sqlite3_reset(statement);
    }
    return finish(statement, status);
}

/// A text that was read.
typedef struct {
    char *bytes;
    size_t count;
} text;

/// Has the compiler believe that the memory is looked at; else it may leave out a copy that is freed unread.
static void use(const void *memory) { __asm__ volatile("" : : "r"(memory) : "memory"); }

/// Copies the text of a column; false when there is no memory for it.
static int copy(sqlite3_stmt *statement, int column, text *to) {
    const unsigned char *bytes = sqlite3_column_text(statement, column);
    to->count = (size_t)sqlite3_column_bytes(statement, column);
    to->bytes = malloc(to->count + 1);
    if (bytes == NULL || to->bytes == NULL) return 0;
    memcpy(to->bytes, bytes, to->count + 1);
    use(to->bytes);
    return 1;
}

/// A row that was read.
typedef struct {
    int64_t parent;
    text name;
    text note;
    double score;
} person;

static void release(person *person) {
    free(person->name.bytes);
    free(person->note.bytes);
}

static int read_person(sqlite3_stmt *statement, person *to) {
    to->parent = sqlite3_column_int64(statement, 0);
    int all = copy(statement, 1, &to->name) & copy(statement, 2, &to->note);
    to->score = sqlite3_column_double(statement, 3);
    return all;
}

static int64_t summed(const person *person) {
    return person->parent + (int64_t)person->name.count + (int64_t)person->note.count + (int64_t)person->score;
}

int floor_scan(floor_database *database, const char *sql, int64_t *sum) {
    sqlite3_stmt *statement = NULL;
    int status = sqlite3_prepare_v3(handle(database), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
    if (status != SQLITE_OK) return status;
    *sum = 0;
    while ((status = sqlite3_step(statement)) == SQLITE_ROW) {
        person person;
        int all = read_person(statement, &person);
        if (all) *sum += summed(&person);
        release(&person);
        if (!all) return finish(statement, SQLITE_NOMEM);
    }
    return finish(statement, status);
}

/// Adds up a row without a copy of its texts.
static int64_t sum_in_place(sqlite3_stmt *statement) {
    use(sqlite3_column_text(statement, 1));
    use(sqlite3_column_text(statement, 2));
    return sqlite3_column_int64(statement, 0) + sqlite3_column_bytes(statement, 1)
        + sqlite3_column_bytes(statement, 2) + (int64_t)sqlite3_column_double(statement, 3);
}

int floor_scan_in_place(floor_database *database, const char *sql, int64_t *sum) {
    sqlite3_stmt *statement = NULL;
    int status = sqlite3_prepare_v3(handle(database), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
    if (status != SQLITE_OK) return status;
    *sum = 0;
    while ((status = sqlite3_step(statement)) == SQLITE_ROW) *sum += sum_in_place(statement);
    return finish(statement, status);
}

int floor_collect(floor_database *database, const char *sql, int64_t *sum) {
    sqlite3_stmt *statement = NULL;
    int status = sqlite3_prepare_v3(handle(database), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
    if (status != SQLITE_OK) return status;
    person *people = NULL;
    size_t count = 0, room = 0;
    while ((status = sqlite3_step(statement)) == SQLITE_ROW) {
        if (count == room) {
            room = room == 0 ? 16 : room * 2;
            person *more = realloc(people, room * sizeof *people);
            if (more == NULL) {
                status = SQLITE_NOMEM;
                break;
            }
            people = more;
        }
        int all = read_person(statement, &people[count++]);
        if (!all) {
            status = SQLITE_NOMEM;
            break;
        }
    }
    *sum = 0;
    for (size_t i = 0; i < count; i++) {
        *sum += people[i].name.bytes == NULL || people[i].note.bytes == NULL ? 0 : summed(&people[i]);
        release(&people[i]);
    }
    free(people);
    return finish(statement, status);
}

int floor_lookup(
    floor_database *database, const char *sql, const int64_t *ids, size_t count, int in_place, int64_t *sum
) {
    sqlite3_stmt *statement = NULL;
    int status = sqlite3_prepare_v3(handle(database), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
    if (status != SQLITE_OK) return status;
    *sum = 0;
    status = SQLITE_DONE;
    for (size_t i = 0; i < count; i++) {
        sqlite3_bind_int64(statement, 1, ids[i]);
        status = sqlite3_step(statement);
        if (status == SQLITE_ROW && in_place) {
            *sum += sum_in_place(statement);
            status = SQLITE_DONE;
        } else if (status == SQLITE_ROW) {
            person person;
            int all = read_person(statement, &person);
            if (all) *sum += summed(&person);
            release(&person);
            status = all ? SQLITE_DONE : SQLITE_NOMEM;
        }
        sqlite3_reset(statement);
        if (status != SQLITE_DONE) break;
    }
    return finish(statement, status);
}

int floor_join(floor_database *database, const char *sql, int64_t *sum) {
    sqlite3_stmt *statement = NULL;
    int status = sqlite3_prepare_v3(handle(database), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
    if (status != SQLITE_OK) return status;
    *sum = 0;
    while ((status = sqlite3_step(statement)) == SQLITE_ROW) {
        text one, other;
        int all = copy(statement, 0, &one) & copy(statement, 1, &other);
        double score = sqlite3_column_double(statement, 2);
        if (all) *sum += (int64_t)one.count + (int64_t)other.count + (int64_t)score;
        free(one.bytes);
        free(other.bytes);
        if (!all) return finish(statement, SQLITE_NOMEM);
    }
    return finish(statement, status);
}
