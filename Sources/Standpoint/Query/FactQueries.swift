// What can be asked of every fact, whatever it says: by what it is proved, and how surely.

/// An attestation: one thing that one passage of one document says.
public protocol Fact: Queryable, Identifiable where ID == Standpoint.ID<Self> {
    /// The words that prove it.
    var evidence: Quotation { get }
    /// How sure the coder is that they do, 0 to 1; nil where that is not stated.
    var confidence: Double? { get }
    /// Which of several attestations counts most.
    var rank: Rank { get }
}

extension Stance: Fact {}
extension Participation: Fact {}
extension Membership: Fact {}
extension Relation: Fact {}
extension Figure: Fact {}
extension Attribute: Fact {}

extension Order where Result: Fact {
    /// As they were written.
    public static var written: Order { Order(columns: ["f.id"]) { [$0.id.value] } }
}

extension Query where Result: Fact {
    /// Proved by the document of that key.
    public func documented(by key: String) -> Query {
        narrowed(
            to: """
                f.passage_id IN (SELECT id FROM passage WHERE document_id = (SELECT id FROM document WHERE key = \(key)))
                """)
    }

    /// Proved by a document of that publisher.
    public func published(by publisher: String) -> Query {
        proved(byDocuments: "d.publisher = \(publisher)")
    }

    /// Proved by a document that was published within a date, EDTF: each whose own date may fall within it, or only
    /// those whose date certainly does; none where the text is no date.
    public func published(in date: String, certainly: Bool = false) -> Query {
        guard let date = EDTF(date) else { return adding("0") }
        let span = QueryStatement.Span(date, isCertain: certainly)
        return proved(
            byDocuments: DateColumns(table: "document", alias: "d", name: "published").within(span, "d."))
    }

    /// Proved by a document in that language, BCP 47 as the document has it: `es`, `pt-BR`.
    public func language(_ language: String) -> Query {
        checking(
            "(SELECT d.language FROM passage p JOIN document d ON d.id = p.document_id WHERE p.id = f.passage_id)",
            " = \(language)")
    }

    /// Proved by words that match a search, in which accents and case do not matter.
    public func mentioning(_ words: String, _ syntax: SearchSyntax = .words) -> Query {
        guard let match = syntax.match(words) else { return adding("0") }
        return narrowed(
            to: "f.passage_id IN (SELECT rowid FROM passage_search WHERE passage_search MATCH \(match))")
    }

    /// Of which the coder is at least so sure, 0 to 1. Those whose coder did not say are not among them.
    public func confident(atLeast confidence: Double) -> Query {
        checking("f.confidence", " >= \(confidence)")
    }

    /// Of that rank.
    public func ranked(_ rank: Rank) -> Query {
        // The literal, which lets SQLite see that the index of the few that are not normal has them.
        rank == .normal
            ? checking("f.rank", " = 'normal'") : adding("f.rank = \(rank.rawValue) AND f.rank <> 'normal'")
    }

    private func proved(byDocuments condition: SQL) -> Query {
        narrowed(
            to: """
                f.passage_id IN (SELECT p.id FROM document d CROSS JOIN passage p ON p.document_id = d.id WHERE \(condition))
                """)
    }
}
