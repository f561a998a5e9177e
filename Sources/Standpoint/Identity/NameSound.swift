// How names in other scripts sound, kept in the file so that they are found in Latin letters.

import StandpointSQLite

enum NameSound {
    /// Writes the sounds of the names that wait for it: at the end of an edit.
    static func write(on connection: Connection) throws {
        guard
            try connection.value(Bool.self, "SELECT EXISTS (SELECT 1 FROM name_sound WHERE sound = '')")
                == true
        else {
            return
        }
        let names = try waiting(on: connection, limit: -1)
        try connection.run("DELETE FROM name_sound WHERE sound = ''")
        let insert = try connection.statement("INSERT OR IGNORE INTO name_sound VALUES (?, ?)")
        for (name, text) in names {
            for key in NameForm(text).keys { try insert.run(key, name) }
        }
    }

    /// The names that other tools wrote since.
    static func waiting(on connection: Connection, limit: Int) throws -> [(name: Int64, text: String)] {
        try connection.rows(
            "SELECT s.rowid, s.text FROM name_sound w CROSS JOIN name_search s ON s.rowid = w.name_id WHERE w.sound = '' LIMIT ?",
            limit
        ).map { try $0.decode(Int64.self, String.self) }
    }
}
