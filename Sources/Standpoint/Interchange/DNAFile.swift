// A database of the Discourse Network Analyzer, version 3, as it is read: an SQLite file of documents and statements.

import Foundation
import StandpointSQLite

/// Which variables of a Discourse Network Analyzer file mean what. What is left out is found: by its usual name, or
/// else by its data type and order.
public struct DNAVariables: Sendable, Hashable, Codable {
    /// The statement type, where the file has several that carry a qualifier.
    public var statementType: String?
    /// The short text variable that names the person.
    public var person: String?
    /// The short text variable that names the organization.
    public var organization: String?
    /// The short text variable that names what the statement is on.
    public var concept: String?
    /// The boolean or integer variable that tells the side.
    public var agreement: String?

    /// Variables by name.
    public init(
        statementType: String? = nil, person: String? = nil, organization: String? = nil,
        concept: String? = nil, agreement: String? = nil
    ) {
        (self.statementType, self.person, self.organization) = (statementType, person, organization)
        (self.concept, self.agreement) = (concept, agreement)
    }
}

extension DNAVariables {
    /// Whether a path is that of such a file: one whose name ends in .dna, in small letters or not, or any other
    /// database of SQLite.
    public static func couldRead(_ path: String) -> Bool {
        if path.lowercased().hasSuffix(".dna") { return true }
        guard let file = FileHandle(forReadingAtPath: path) else { return false }
        defer { try? file.close() }
        return (try? file.read(upToCount: 16)) == Data("SQLite format 3\0".utf8)
    }
}

/// What an import takes from such a file.
struct DNAFile {
    struct Document {
        let id: Int64
        let title: String
        let text: String
        let author: String
        let source: String
        let description: String
        let coder: Int64?
        /// Seconds since 1970, UTC.
        let seconds: Int64?
    }

    struct Thing {
        let id: Int64
        let kind: EntityKind
        let name: String
        let parent: Int64?
        /// Its attributes by name in small letters; those without a value left out.
        var attributes: [String: String] = [:]
    }

    struct Statement {
        let id: Int64
        let document: Int64
        /// In UTF-16 units.
        let start: Int
        let stop: Int
        let coder: Int64?
        let person: Int64?
        let organization: Int64?
        let concept: Int64?
        let level: Int64?
    }

    let path: String
    var documents: [Document] = []
    var things: [Int64: Thing] = [:]
    var statements: [Statement] = []
    var coders: [Int64: String] = [:]
    /// Whether the side is a boolean: 1 agrees, 0 does not.
    private(set) var isBoolean = true

    private struct Variable {
        let id: Int64
        let name: String
        let type: String
    }

    /// Reads a file.
    /// - Throws: ``StandpointError/dossier(path:_:)`` where it is not such a file or the variables are not clear.
    init(at path: String, _ wanted: DNAVariables) throws {
        self.path = path
        let connection = try Connection(.path(path), .init(readOnly: true))
        defer { try? connection.close() }
        try connection.transaction { try read(connection, wanted) }
    }

    private func wrong(_ message: String) -> StandpointError {
        .dossier(path: path, [DossierProblem(file: path, entry: "", message: message)])
    }

    private mutating func read(_ connection: Connection, _ wanted: DNAVariables) throws {
        let needed = [
            "DOCUMENTS", "STATEMENTTYPES", "VARIABLES", "STATEMENTS", "ENTITIES", "DATASHORTTEXT",
        ]
        let tables = Set(
            try connection.rows("SELECT upper(name) FROM sqlite_schema WHERE type = 'table'").map {
                try $0.text(0)
            })
        if let missing = needed.first(where: { !tables.contains($0) }) {
            throw wrong(
                "it is not a file of the Discourse Network Analyzer 3: there is no table \(missing)"
                    + (tables.contains("STATEMENTS") ? "; open it in version 3 of that program once" : "")
                    + (tables.contains("STANCE") ? "; merge brings in another file of Standpoint" : ""))
        }
        let (type, roles) = try roles(connection, wanted)
        isBoolean = roles.agreement?.type == "boolean"
        if tables.contains("CODERS") {
            var coders = try connection.rows("SELECT ID, coalesce(Name, '') FROM CODERS")
            while let row = try coders.next() {
                let (id, name) = (try row.integer(0), try row.text(1))
                self.coders[id] = name.allSatisfy(\.isWhitespace) ? "Coder \(id)" : name
            }
        }
        documents = try connection.rows(
            """
            SELECT ID, coalesce(Title, ''), coalesce(Text, ''), coalesce(Author, ''), coalesce(Source, ''),
                coalesce(Section, ''), coalesce(Notes, ''), coalesce(Type, ''), Coder, Date
            FROM DOCUMENTS ORDER BY Date, ID
            """
        ).map { row in
            let details = [("Section", try row.text(5)), ("Type", try row.text(7)), ("", try row.text(6))]
            let description = details.filter { !$0.1.isEmpty }.map {
                $0.0.isEmpty ? $0.1 : "\($0.0): \($0.1)"
            }
            let (id, title) = (try row.integer(0), try row.text(1))
            return Document(
                id: id, title: title.allSatisfy(\.isWhitespace) ? "Document \(id)" : title,
                text: try row.text(2), author: try row.text(3), source: try row.text(4),
                description: description.joined(separator: ". "), coder: try row.get(8),
                seconds: try row.get(9))
        }
        try readThings(connection, roles)
        if tables.isSuperset(of: ["ATTRIBUTEVALUES", "ATTRIBUTEVARIABLES"]) {
            try readAttributes(connection)
        }
        let levels = isBoolean ? "DATABOOLEAN" : "DATAINTEGER"
        // A table that the program never had to write to may be missing; it is empty then.
        let table =
            tables.contains(levels)
            ? levels : "(SELECT NULL AS StatementId, NULL AS VariableId, NULL AS Value)"
        statements = try connection.rows(
            """
            SELECT s.ID, s.DocumentId, s.Start, s.Stop, s.Coder, p.Entity, o.Entity, c.Entity, q.Value
            FROM STATEMENTS s
            LEFT JOIN DATASHORTTEXT p ON p.StatementId = s.ID AND p.VariableId = ?
            LEFT JOIN DATASHORTTEXT o ON o.StatementId = s.ID AND o.VariableId = ?
            LEFT JOIN DATASHORTTEXT c ON c.StatementId = s.ID AND c.VariableId = ?
            LEFT JOIN \(table) q ON q.StatementId = s.ID AND q.VariableId = ?
            WHERE s.StatementTypeId = ? ORDER BY s.DocumentId, s.Start, s.ID
            """, roles.person?.id, roles.organization?.id, roles.concept.id, roles.agreement?.id, type
        ).map { row in
            try Statement(
                id: row.get(0), document: row.get(1), start: row.get(2), stop: row.get(3), coder: row.get(4),
                person: row.get(5), organization: row.get(6), concept: row.get(7), level: row.get(8))
        }
    }

    // MARK: Variables

    private struct Roles {
        var person: Variable?
        var organization: Variable?
        var concept: Variable
        var agreement: Variable?
    }

    private func roles(_ connection: Connection, _ wanted: DNAVariables) throws -> (Int64, Roles) {
        var types: [(id: Int64, label: String, variables: [Variable])] = []
        var rows = try connection.rows(
            """
            SELECT t.ID, t.Label, v.ID, v.Variable, v.DataType
            FROM STATEMENTTYPES t JOIN VARIABLES v ON v.StatementTypeId = t.ID ORDER BY t.ID, v.ID
            """)
        while let row = try rows.next() {
            let (id, label) = (try row.integer(0), try row.text(1))
            let variable = Variable(id: try row.integer(2), name: try row.text(3), type: try row.text(4))
            if types.last?.id == id {
                types[types.count - 1].variables.append(variable)
            } else {
                types.append((id, label, [variable]))
            }
        }
        let labels = types.map(\.label).joined(separator: ", ")
        if let name = wanted.statementType {
            guard let type = types.first(where: { $0.label == name }) else {
                throw wrong("there is no statement type ‘\(name)’; the file has \(labels)")
            }
            return (type.id, try roles(type.variables, wanted))
        }
        // A statement of a discourse network names who and what, and tells the side.
        let fitting = types.filter { type in
            type.variables.count { $0.type == "short text" } >= 2
                && type.variables.contains { ["boolean", "integer"].contains($0.type) }
        }
        guard let type = fitting.first else {
            throw wrong(
                "no statement type has two short texts and a boolean or integer: name one of \(labels)")
        }
        guard fitting.count == 1 else {
            throw wrong(
                "several statement types fit: name one of \(fitting.map(\.label).joined(separator: ", "))")
        }
        return (type.id, try roles(type.variables, wanted))
    }

    private func roles(_ variables: [Variable], _ wanted: DNAVariables) throws -> Roles {
        let texts = variables.filter { $0.type == "short text" }
        func find(_ name: String?, _ usual: [String], _ among: [Variable]) throws -> Variable? {
            guard let name else { return among.first { usual.contains($0.name.lowercased()) } }
            guard let found = among.first(where: { $0.name == name }) else {
                let known = among.map(\.name).joined(separator: ", ")
                throw wrong("there is no variable ‘\(name)’ of that type; it could be \(known)")
            }
            return found
        }
        var person = try find(wanted.person, ["person", "speaker", "actor", "politician"], texts)
        var organization = try find(
            wanted.organization, ["organization", "organisation", "party", "institution"], texts)
        var concept = try find(wanted.concept, ["concept", "claim", "topic", "issue", "category"], texts)
        var rest = texts.filter { ![person?.id, organization?.id, concept?.id].contains($0.id) }[...]
        // As that program lists them by default: person, organization, concept.
        if concept == nil { concept = rest.popLast() }
        if organization == nil { organization = rest.popLast() }
        if person == nil { person = rest.popLast() }
        guard let concept, person != nil || organization != nil else {
            throw wrong(
                "it is not clear which variables name the actor and the concept; name them among "
                    + texts.map(\.name).joined(separator: ", "))
        }
        let levels = variables.filter { ["boolean", "integer"].contains($0.type) }
        let agreement =
            try find(wanted.agreement, ["agreement", "agree", "qualifier", "stance"], levels) ?? levels.first
        return Roles(person: person, organization: organization, concept: concept, agreement: agreement)
    }

    // MARK: Things

    private mutating func readThings(_ connection: Connection, _ roles: Roles) throws {
        let kinds: [(Int64?, EntityKind)] = [
            (roles.person?.id, .person), (roles.organization?.id, .organization), (roles.concept.id, .topic),
        ]
        for case (let variable?, let kind) in kinds {
            var rows = try connection.rows(
                "SELECT ID, coalesce(Value, ''), ChildOf FROM ENTITIES WHERE VariableId = ? ORDER BY ID",
                variable)
            while let row = try rows.next() {
                let (id, name) = (try row.integer(0), try row.text(1))
                // That program stands an empty value for “not coded”.
                guard !name.allSatisfy(\.isWhitespace) else { continue }
                things[id] = Thing(id: id, kind: kind, name: name, parent: try row.get(2))
            }
        }
    }

    private mutating func readAttributes(_ connection: Connection) throws {
        var rows = try connection.rows(
            """
            SELECT v.EntityId, a.AttributeVariable, v.AttributeValue
            FROM ATTRIBUTEVALUES v JOIN ATTRIBUTEVARIABLES a ON a.ID = v.AttributeVariableId WHERE v.AttributeValue <> ''
            """)
        while let row = try rows.next() {
            let (id, name, value) = try row.decode(Int64.self, String.self, String.self)
            things[id]?.attributes[name.lowercased()] = value
        }
    }
}
