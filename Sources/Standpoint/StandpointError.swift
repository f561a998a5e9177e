// What can go wrong beyond SQLite itself.

/// What can go wrong in a knowledge base, with what a person needs to mend it. What SQLite refuses, a broken rule
/// of the schema among it, comes as ``SQLiteError`` with the rule's own words.
public enum StandpointError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file is not a Standpoint file.
    case notAKnowledgeBase(path: String, reason: String)
    /// The file was made by a later version of Standpoint than this one.
    case newerFile(path: String, version: Int, supported: Int)
    /// There is no row with that key; `hint` names the nearest.
    case unknownKey(String, kind: String, hint: String)
    /// The key belongs to a thing of another kind.
    case otherKind(key: String, expected: String, found: String)
    /// The words are not in the document; `nearest` is the stretch of it that is most like them.
    case quoteNotFound(quote: String, document: String, nearest: String?)
    /// The words stand in the document more than once.
    case quoteAmbiguous(quote: String, document: String, count: Int, contexts: [String])
    /// The words stand in the document, but not with the prefix or suffix that was given with them; `selector` says
    /// which of the two.
    case quoteElsewhere(quote: String, document: String, selector: String, contexts: [String])
    /// The document has no archived text to find words in, or the position is outside of it.
    case noSuchPosition(document: String, reason: String)
    /// The text that was given for a document is not the one that is archived under its key.
    case documentChanged(key: String)
    /// A date is not one.
    case date(EDTFError)
    /// A dossier has errors; none of it was imported.
    case dossier(path: String, [DossierProblem])
    /// Two things were judged the same or different, and judgements that stand say otherwise.
    case contradictsJudgements(one: String, other: String, [Judgement])
    /// A revision cannot be taken back: the list says what has come to depend on it.
    case cannotUndo(revision: Int64, [String])
    /// A network, a measure or a picture was asked for that cannot be.
    case network(String)
    /// Something was used after its time: an edit outside its closure, a closed knowledge base.
    case misuse(String)

    /// “; did you mean a, b or c?” for a word that is none of those known, or nothing where none is near.
    public static func hint(for word: String, in known: some Sequence<String>) -> String {
        Nearest.hint(for: word, in: known)
    }

    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .notAKnowledgeBase(let path, let reason): return "\(path) is not a Standpoint file: \(reason)"
        case .newerFile(let path, let version, let supported):
            return
                "\(path) has version \(version) of the schema, this Standpoint knows versions up to \(supported): update Standpoint"
        case .unknownKey(let key, let kind, let hint): return "there is no \(kind) ‘\(key)’\(hint)"
        case .otherKind(let key, let expected, let found):
            return "‘\(key)’ is a thing of kind \(found), not \(expected): use another key"
        case .quoteNotFound(let quote, let document, let nearest):
            let hint = nearest.map { "; the nearest is “\($0)”" } ?? ", nor anything like it"
            return "“\(quote)” is not in \(document)\(hint)"
        case .quoteAmbiguous(let quote, let document, let count, let contexts):
            let list = contexts.map { "“\($0)”" }.joined(separator: ", ")
            let times = count < TextIndex.most ? "\(count)" : "at least \(count)"
            return
                "“\(quote)” stands \(times) times in \(document) (\(list)): give more words, or a prefix or suffix"
        case .quoteElsewhere(let quote, let document, let selector, let contexts):
            let list = contexts.map { "“\($0)”" }.joined(separator: ", ")
            return
                "“\(quote)” stands in \(document), but not with this \(selector) (\(list)): correct the \(selector), or leave it out"
        case .noSuchPosition(let document, let reason): return "\(document): \(reason)"
        case .documentChanged(let key):
            return
                "the text of ‘\(key)’ is not the one that is archived under this key: give the new capture "
                + "a key of its own, and let it supersede ‘\(key)’"
        case .date(let error): return error.description
        case .cannotUndo(let revision, let obstacles):
            let rest = obstacles.count > 20 ? ["and \(obstacles.count - 20) more"] : []
            return
                (["revision \(revision) cannot be undone: take back first what has come to depend on it"]
                + obstacles.prefix(20) + rest).joined(separator: "\n  ")
        case .dossier(let path, let problems):
            let count = problems.count < Findings.most ? "\(problems.count)" : "at least \(problems.count)"
            return
                (["\(path): \(count) error\(problems.count == 1 ? "" : "s"), nothing of it was imported"]
                + problems.map(\.description)).joined(separator: "\n")
        case .contradictsJudgements(let one, let other, let judgements):
            let list = judgements.prefix(9).map { judgement in
                "\(judgement.author) judged ‘\(judgement.one.key)’ and ‘\(judgement.other.key)’ "
                    + "\(judgement.verdict.rawValue): “\(judgement.reason)” (judgement \(judgement.id))"
            }
            return
                "‘\(one)’ and ‘\(other)’ would be the same and different at once: \(list.joined(separator: "; ")). "
                + "Leave it, or take that back first"
        case .network(let what), .misuse(let what): return what
        }
    }
}

/// One error in a dossier.
public struct DossierProblem: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The file.
    public let file: String
    /// The entry in it, as in `stances[3].quote`; empty for the file as a whole.
    public let entry: String
    /// What is wrong, and what to do.
    public let message: String

    /// File, entry and what is wrong, on one line.
    public var description: String {
        (entry.isEmpty ? "\(file): " : "\(file): \(entry): ") + message
    }
}
