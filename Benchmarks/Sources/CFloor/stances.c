// Questions for stances as a C program asks them.

#include "stances.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct floor_query {
    sqlite3 *db;
    sqlite3_stmt *statement;
};

typedef struct {
    int64_t id;
    char *key, *name;
} mention;

typedef struct {
    int64_t id;
    mention holder, behalf, target, addressee, event;
    char *act, *proposition, *date, *earliest, *latest, *rank;
    int64_t polarity, open, strength, ordinal, conditional, reported;
    int64_t passage, start, document;
    char *quote, *locator, *document_key, *title, *publisher;
    double confidence;
} stance;

static char *text(sqlite3_stmt *statement, int column) {
    const unsigned char *bytes = sqlite3_column_text(statement, column);
    if (!bytes) return NULL;
    int length = sqlite3_column_bytes(statement, column);
    char *copy = malloc((size_t)length + 1);
    memcpy(copy, bytes, (size_t)length + 1);
    // The compiler must believe that the copy is looked at, or it leaves it out.
    __asm__ volatile("" : : "r"(copy) : "memory");
    return copy;
}

static mention thing(sqlite3_stmt *statement, int column) {
    mention result = {sqlite3_column_int64(statement, column), text(statement, column + 1), text(statement, column + 2)};
    return result;
}

static void drop(mention *thing) {
    free(thing->key);
    free(thing->name);
}

static stance read_stance(sqlite3_stmt *s) {
    stance r;
    r.id = sqlite3_column_int64(s, 0);
    r.holder = thing(s, 1);
    r.behalf = thing(s, 4);
    r.act = text(s, 7);
    r.polarity = sqlite3_column_int64(s, 8);
    r.open = sqlite3_column_int64(s, 9);
    r.strength = sqlite3_column_int64(s, 10);
    r.target = thing(s, 11);
    r.addressee = thing(s, 14);
    r.ordinal = sqlite3_column_int64(s, 17);
    r.proposition = text(s, 18);
    r.conditional = sqlite3_column_int64(s, 19);
    r.reported = sqlite3_column_int64(s, 20);
    r.event = thing(s, 21);
    r.date = text(s, 24);
    r.earliest = text(s, 25);
    r.latest = text(s, 26);
    r.passage = sqlite3_column_int64(s, 27);
    r.quote = text(s, 28);
    r.start = sqlite3_column_int64(s, 29);
    r.locator = text(s, 30);
    r.document = sqlite3_column_int64(s, 31);
    r.document_key = text(s, 32);
    r.title = text(s, 33);
    r.publisher = text(s, 34);
    r.confidence = sqlite3_column_double(s, 35);
    r.rank = text(s, 36);
    return r;
}

static void release(stance *r) {
    drop(&r->holder), drop(&r->behalf), drop(&r->target), drop(&r->addressee), drop(&r->event);
    free(r->act), free(r->proposition), free(r->date), free(r->earliest), free(r->latest), free(r->rank);
    free(r->quote), free(r->locator), free(r->document_key), free(r->title), free(r->publisher);
}

static int open_reader(const char *path, const char *sql, sqlite3 **db, sqlite3_stmt **statement) {
    if (sqlite3_open_v2(path, db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK
        || sqlite3_exec(*db, "PRAGMA cell_size_check = ON", NULL, NULL, NULL) != SQLITE_OK
        || sqlite3_prepare_v3(*db, sql, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL) != SQLITE_OK) {
        fprintf(stderr, "%s\n", sqlite3_errmsg(*db));
        sqlite3_close(*db);
        return 0;
    }
    sqlite3_busy_timeout(*db, 5000);
    return 1;
}

floor_query *floor_query_open(const char *path, const char *sql) {
    floor_query *query = malloc(sizeof *query);
    if (open_reader(path, sql, &query->db, &query->statement)) return query;
    free(query);
    return NULL;
}

void floor_query_close(floor_query *query) {
    sqlite3_finalize(query->statement);
    sqlite3_close(query->db);
    free(query);
}

static void bind(sqlite3_stmt *statement, const floor_value *values, int count) {
    for (int i = 0; i < count; i++) {
        if (values[i].is_null) {
            sqlite3_bind_null(statement, i + 1);
        } else if (values[i].text) {
            sqlite3_bind_text(statement, i + 1, values[i].text, (int)strlen(values[i].text), SQLITE_STATIC);
        } else {
            sqlite3_bind_int64(statement, i + 1, values[i].integer);
        }
    }
}

static int64_t run_stances(sqlite3_stmt *statement, const floor_value *values, int count) {
    bind(statement, values, count);
    int64_t sum = 0;
    int status;
    while ((status = sqlite3_step(statement)) == SQLITE_ROW) {
        stance stance = read_stance(statement);
        sum += stance.id;
        release(&stance);
    }
    sqlite3_reset(statement);
    return status == SQLITE_DONE ? sum : -1;
}

/// The same with all rows kept until the last is read, as an answer of the library has them.
static int64_t collect_stances(sqlite3_stmt *statement, const floor_value *values, int count) {
    bind(statement, values, count);
    stance *kept = NULL;
    size_t used = 0, room = 0;
    int64_t sum = 0;
    int status;
    while ((status = sqlite3_step(statement)) == SQLITE_ROW) {
        if (used == room) {
            room = room == 0 ? 8 : 2 * room;
            kept = realloc(kept, room * sizeof *kept);
        }
        kept[used++] = read_stance(statement);
    }
    sqlite3_reset(statement);
    for (size_t i = 0; i < used; i++) {
        sum += kept[i].id;
        release(&kept[i]);
    }
    free(kept);
    return status == SQLITE_DONE ? sum : -1;
}

int floor_facts(
    const char *path, const char *first, const char *const *sql, const int *widths, int statements,
    const floor_value *values, int64_t facts, const char *last
) {
    sqlite3 *db = NULL;
    sqlite3_stmt *prepared[16] = {NULL};
    int good = statements <= 16 && sqlite3_open(path, &db) == SQLITE_OK
        && sqlite3_exec(db, first, NULL, NULL, NULL) == SQLITE_OK;
    for (int i = 0; good && i < statements; i++) {
        good = sqlite3_prepare_v2(db, sql[i], -1, &prepared[i], NULL) == SQLITE_OK;
    }
    for (int64_t fact = 0; good && fact < facts; fact++) {
        for (int i = 0; good && i < statements; i++) {
            bind(prepared[i], values, widths[i]);
            values += widths[i];
            int status;
            do status = sqlite3_step(prepared[i]);
            while (status == SQLITE_ROW);
            good = status == SQLITE_DONE;
            sqlite3_reset(prepared[i]);
        }
    }
    for (int i = 0; i < 16; i++) sqlite3_finalize(prepared[i]);
    good = good && sqlite3_exec(db, last, NULL, NULL, NULL) == SQLITE_OK;
    if (!good) fprintf(stderr, "%s: %s\n", path, sqlite3_errmsg(db));
    sqlite3_close(db);
    return good ? 0 : -1;
}

int64_t floor_query_stances(floor_query *query, const floor_value *values, int count) {
    return run_stances(query->statement, values, count);
}

int64_t floor_query_rows(floor_query *query, const floor_value *values, int count) {
    bind(query->statement, values, count);
    int columns = sqlite3_column_count(query->statement), status;
    int64_t rows = 0;
    double sum = 0;
    while ((status = sqlite3_step(query->statement)) == SQLITE_ROW) {
        rows++;
        for (int i = 0; i < columns; i++) {
            if (sqlite3_column_type(query->statement, i) == SQLITE_TEXT) {
                free(text(query->statement, i));
            } else {
                sum += sqlite3_column_double(query->statement, i);
            }
        }
    }
    sqlite3_reset(query->statement);
    return status == SQLITE_DONE && sum == sum ? rows : -1;
}

int64_t floor_query_integers(floor_query *query, const floor_value *values, int count, int64_t *rows) {
    bind(query->statement, values, count);
    int columns = sqlite3_column_count(query->statement), status;
    int64_t sum = 0;
    *rows = 0;
    while ((status = sqlite3_step(query->statement)) == SQLITE_ROW) {
        ++*rows;
        for (int i = 0; i < columns; i++) sum += sqlite3_column_int64(query->statement, i);
    }
    sqlite3_reset(query->statement);
    return status == SQLITE_DONE ? sum : -1;
}

typedef struct {
    const char *path, *sql;
    const floor_value *values;
    int count, milliseconds;
    int64_t done;
} reader;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1000 + (double)time.tv_nsec / 1e6;
}

static void *read_on(void *context) {
    reader *r = context;
    sqlite3 *db;
    sqlite3_stmt *statement;
    r->done = -1;
    if (!open_reader(r->path, r->sql, &db, &statement)) return NULL;
    double end = now() + r->milliseconds;
    int64_t done = 0;
    while (now() < end && collect_stances(statement, r->values, r->count) >= 0) done++;
    sqlite3_finalize(statement);
    sqlite3_close(db);
    r->done = done;
    return NULL;
}

int64_t floor_readers(
    const char *path, const char *sql, const floor_value *values, int count, int threads, int milliseconds
) {
    pthread_t ids[64];
    reader readers[64];
    if (threads > 64) return -1;
    for (int i = 0; i < threads; i++) {
        readers[i] = (reader){path, sql, values, count, milliseconds, 0};
        pthread_create(&ids[i], NULL, read_on, &readers[i]);
    }
    int64_t done = 0;
    for (int i = 0; i < threads; i++) {
        pthread_join(ids[i], NULL);
        if (readers[i].done < 0) return -1;
        done += readers[i].done;
    }
    return done;
}

struct floor_writer {
    sqlite3 *db;
    pthread_t thread;
    atomic_int stop;
    int64_t committed;
};

static void *write_on(void *context) {
    floor_writer *writer = context;
    while (!atomic_load(&writer->stop)) {
        if (sqlite3_exec(
                writer->db,
                "BEGIN IMMEDIATE; INSERT INTO revision (author) VALUES ('writer'); "
                "UPDATE stance SET strength = 1 + abs(random() % 10), revision_id = (SELECT max(id) FROM revision) "
                "WHERE id = 1 + abs(random() % 1000); COMMIT", NULL, NULL, NULL) == SQLITE_OK) {
            writer->committed++;
        }
    }
    return NULL;
}

floor_writer *floor_writer_start(const char *path) {
    floor_writer *writer = calloc(1, sizeof *writer);
    if (sqlite3_open(path, &writer->db) != SQLITE_OK) {
        sqlite3_close(writer->db);
        free(writer);
        return NULL;
    }
    sqlite3_busy_timeout(writer->db, 5000);
    sqlite3_exec(writer->db, "PRAGMA synchronous = NORMAL", NULL, NULL, NULL);
    pthread_create(&writer->thread, NULL, write_on, writer);
    return writer;
}

int64_t floor_writer_stop(floor_writer *writer) {
    atomic_store(&writer->stop, 1);
    pthread_join(writer->thread, NULL);
    int64_t committed = writer->committed;
    sqlite3_close(writer->db);
    free(writer);
    return committed;
}
