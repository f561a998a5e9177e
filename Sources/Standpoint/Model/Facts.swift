// Facts as they are read: names and evidence included.

/// A thing as a fact names it. Where two things were judged the same, it is the one that stands for both.
public struct Mention: Sendable, Hashable, Identifiable, Codable {
    /// The file's number of it.
    public let id: ID<Entity>
    /// Its readable name for dossiers, SQL and links.
    public let key: String
    /// What to call it.
    public let name: String
}

/// The words that prove a fact, and the document that has them.
public struct Quotation: Sendable, Hashable, Codable {
    /// The passage.
    public let passage: ID<Passage>
    /// The words, exactly as the document has them; empty where only a locator is known.
    public let quote: String
    /// Where they start in the text, in code points; nil in a source without archived text.
    public let start: Int?
    /// A place in a source without archived text.
    public let locator: String?
    /// The document.
    public let document: Source

    /// A document as a fact names it.
    public struct Source: Sendable, Hashable, Identifiable, Codable {
        /// The file's number of it.
        public let id: ID<Document>
        /// Its readable name.
        public let key: String
        /// Its title.
        public let title: String
        /// Who published it.
        public let publisher: String?
    }
}

/// A position that somebody takes toward something, by a speech act: one attestation of it.
public struct Stance: Sendable, Hashable, Identifiable, Codable {
    /// The file's number of it.
    public let id: ID<Stance>
    /// Who takes it.
    public let holder: Mention
    /// For whom the holder speaks.
    public let onBehalfOf: Mention?
    /// By which act.
    public let act: Act
    /// On which side of the target.
    public let polarity: Polarity
    /// Whether the act goes either way (demands, calls for, pledges …), so that only the polarity tells the side.
    public let actIsOpen: Bool
    /// How strongly, 1 to 10; nil where nobody graded it.
    public let strength: Int?
    /// Toward what.
    public let target: Mention
    /// Of whom something is demanded.
    public let addressee: Mention?
    /// Its place in a list, from 1.
    public let ordinal: Int?
    /// Which aspect of the target, in words.
    public let proposition: String?
    /// Whether the holder ties it to a condition.
    public let isConditional: Bool
    /// Whether the document tells it in its own words.
    public let isReported: Bool
    /// Where it was expressed.
    public let event: Mention?
    /// When it was expressed; nil where that is not stated.
    public let date: EDTF?
    /// The words that prove it.
    public let evidence: Quotation
    /// How sure the coder is that they do, 0 to 1; nil where that is not stated.
    public let confidence: Double?
    /// Which of several attestations counts most.
    public let rank: Rank
}

/// That somebody took part in an event: one attestation of it.
public struct Participation: Sendable, Hashable, Identifiable, Codable {
    /// The file's number of it.
    public let id: ID<Participation>
    /// The event.
    public let event: Mention
    /// Who took part.
    public let participant: Mention
    /// As what.
    public let role: Role
    /// The office in which the participant was there, in words.
    public let post: String?
    /// For whom.
    public let onBehalfOf: Mention?
    /// When; nil where it was as long as the event.
    public let date: EDTF?
    /// The words that prove it.
    public let evidence: Quotation
    /// How sure the coder is that they do, 0 to 1; nil where that is not stated.
    public let confidence: Double?
    /// Which of several attestations counts most.
    public let rank: Rank
}

/// That somebody belongs to an organization or holds an office in it: one attestation of it.
public struct Membership: Sendable, Hashable, Identifiable, Codable {
    /// The file's number of it.
    public let id: ID<Membership>
    /// Who belongs.
    public let member: Mention
    /// To which organization.
    public let organization: Mention
    /// What part the member has in it, in a word.
    public let role: String?
    /// The office held, in words.
    public let post: String?
    /// For whom the seat is held.
    public let onBehalfOf: Mention?
    /// From when to when; nil where that is not stated.
    public let date: EDTF?
    /// The words that prove it.
    public let evidence: Quotation
    /// How sure the coder is that they do, 0 to 1; nil where that is not stated.
    public let confidence: Double?
    /// Which of several attestations counts most.
    public let rank: Rank
}

/// A link between two things: one attestation of it.
public struct Relation: Sendable, Hashable, Identifiable, Codable {
    /// The file's number of it.
    public let id: ID<Relation>
    /// The one thing.
    public let subject: Mention
    /// What it does or is to the other.
    public let predicate: Predicate
    /// The other thing.
    public let object: Mention
    /// From when to when; nil where that is not stated.
    public let date: EDTF?
    /// The words that prove it.
    public let evidence: Quotation
    /// How sure the coder is that they do, 0 to 1; nil where that is not stated.
    public let confidence: Double?
    /// Which of several attestations counts most.
    public let rank: Rank
}

/// A number that a source gives of a thing: one attestation of it.
public struct Figure: Sendable, Hashable, Identifiable, Codable {
    /// The file's number of it.
    public let id: ID<Figure>
    /// The thing.
    public let thing: Mention
    /// What is counted.
    public let measure: String
    /// The least it may be; nil where the source gives none.
    public let low: Double?
    /// The most it may be; nil where the source gives none.
    public let high: Double?
    /// Whether the source says around, about, some.
    public let isApproximate: Bool
    /// The unit, where it is not a plain count.
    public let unit: String?
    /// When it held; nil where that is not stated.
    public let date: EDTF?
    /// The words that prove it.
    public let evidence: Quotation
    /// How sure the coder is that they do, 0 to 1; nil where that is not stated.
    public let confidence: Double?
    /// Which of several attestations counts most.
    public let rank: Rank
}

/// What a source says of a thing itself: one attestation of it.
public struct Attribute: Sendable, Hashable, Identifiable, Codable {
    /// The file's number of it.
    public let id: ID<Attribute>
    /// The thing.
    public let thing: Mention
    /// Which property.
    public let property: String
    /// What the source says; a thing by its key.
    public let value: String
    /// The words that prove it.
    public let evidence: Quotation
    /// How sure the coder is that they do, 0 to 1; nil where that is not stated.
    public let confidence: Double?
    /// Which of several attestations counts most.
    public let rank: Rank
}
