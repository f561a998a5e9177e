// The words of the file's vocabulary as Swift names. The vocabulary is open: files may hold more words (tables
// `act` and `term`), so that these are names for the common ones and not closed lists.

public import StandpointSQLite

/// A word of the file's vocabulary, as it stands in a column.
public protocol Term: RawRepresentable, Sendable, Hashable, Codable, ExpressibleByStringLiteral,
    CustomStringConvertible,
    Bindable, ColumnDecodable, ValueConvertible
where RawValue == String, StringLiteralType == String {
    /// The word as written.
    init(rawValue: String)
}

extension Term {
    /// The word as written.
    public init(stringLiteral value: String) { self.init(rawValue: value) }
    /// The word.
    public var description: String { rawValue }
}

/// The speech act by which a stance is taken: a row of `act`.
public struct Act: Term {
    /// The key of the act, as in the column `stance.act`.
    public let rawValue: String
    /// The act of that key.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Speaks or acts in its favour.
    public static let supports: Act = "supports"
    /// Recommends it in public.
    public static let endorses: Act = "endorses"
    /// Speaks well of it.
    public static let praises: Act = "praises"
    /// Praises it formally.
    public static let commends: Act = "commends"
    /// Marks it as good news.
    public static let celebrates: Act = "celebrates"
    /// Congratulates it on a success.
    public static let congratulates: Act = "congratulates"
    /// Expresses gratitude to it.
    public static let thanks: Act = "thanks"
    /// Is glad of it.
    public static let welcomes: Act = "welcomes"
    /// Speaks against attacks on it.
    public static let defends: Act = "defends"
    /// Declares solidarity with it.
    public static let standsWith: Act = "stands-with"
    /// Grants it recognition.
    public static let recognizes: Act = "recognizes"
    /// Shares the view or accepts the plan.
    public static let agreesWith: Act = "agrees-with"
    /// Puts it before other things.
    public static let prioritizes: Act = "prioritizes"
    /// Signs it.
    public static let signs: Act = "signs"
    /// Votes in its favour.
    public static let votesFor: Act = "votes-for"
    /// Speaks or acts against it.
    public static let opposes: Act = "opposes"
    /// Names its faults.
    public static let criticizes: Act = "criticizes"
    /// Declares it wrong in strong words.
    public static let condemns: Act = "condemns"
    /// Condemns it in public.
    public static let denounces: Act = "denounces"
    /// Disowns and condemns it.
    public static let repudiates: Act = "repudiates"
    /// Turns it down.
    public static let rejects: Act = "rejects"
    /// Says that it did wrong.
    public static let accuses: Act = "accuses"
    /// Holds it responsible for harm.
    public static let blames: Act = "blames"
    /// Announces harm to it.
    public static let threatens: Act = "threatens"
    /// Demonstrates against it.
    public static let protests: Act = "protests"
    /// Votes against it.
    public static let votesAgainst: Act = "votes-against"
    /// Votes neither for nor against it.
    public static let abstains: Act = "abstains"
    /// Insists that it be done, given or ended; either way.
    public static let demands: Act = "demands"
    /// Appeals in public that it be done or ended; either way.
    public static let callsFor: Act = "calls-for"
    /// Asks for it; either way.
    public static let requests: Act = "requests"
    /// Commits itself to it or to act against it; either way.
    public static let pledges: Act = "pledges"
    /// Says what it, or the lack of it, will lead to; either way.
    public static let warns: Act = "warns"
    /// Says something of it; either way.
    public static let comments: Act = "comments"
}

/// On which side of its target a stance is.
public enum Polarity: Int, Sendable, Hashable, Codable, CaseIterable, Bindable, ColumnDecodable {
    /// Against the target.
    case opposes = -1
    /// Neither for nor against it.
    case neutral = 0
    /// In favour of the target.
    case supports = 1
}

/// Which of several attestations of one thing counts most (as in Wikidata).
public enum Rank: String, Sendable, Hashable, Codable, CaseIterable, Bindable, ColumnDecodable {
    /// The one to use.
    case preferred
    /// One among equals.
    case normal
    /// Known to be wrong or outdated, and kept.
    case deprecated
}

extension Organization {
    /// What an organization is: a word of `term` for `organization.kind`.
    public struct Kind: Term {
        /// The word as written.
        public let rawValue: String
        /// The kind of that word.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// A country that acts.
        public static let state: Kind = "state"
        /// The government of a state or region.
        public static let government: Kind = "government"
        /// A parliament or council.
        public static let legislature: Kind = "legislature"
        /// A political party.
        public static let party: Kind = "party"
        /// A social or political movement.
        public static let movement: Kind = "movement"
        /// A trade union or confederation of them.
        public static let union: Kind = "union"
        /// An alliance or network of organizations.
        public static let coalition: Kind = "coalition"
        /// An armed group that is not a state's.
        public static let armedGroup: Kind = "armed-group"
        /// An organization of states.
        public static let intergovernmental: Kind = "intergovernmental"
        /// A non-governmental organization.
        public static let ngo: Kind = "ngo"
        /// A company.
        public static let company: Kind = "company"
        /// A newspaper, station or agency.
        public static let media: Kind = "media"
        /// A people or population group.
        public static let people: Kind = "people"
    }
}

extension Event {
    /// What an event is: a word of `term` for `event.kind`.
    public struct Kind: Term {
        /// The word as written.
        public let rawValue: String
        /// The kind of that word.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// A row of events that are its editions.
        public static let series: Kind = "series"
        /// A political process that runs for years, with members and meetings.
        public static let process: Kind = "process"
        /// A meeting, conference or summit.
        public static let meeting: Kind = "meeting"
        /// A ceremony.
        public static let ceremony: Kind = "ceremony"
        /// The adoption of a declaration or resolution.
        public static let declaration: Kind = "declaration"
        /// A speech, interview or press conference.
        public static let speech: Kind = "speech"
        /// An election or referendum.
        public static let election: Kind = "election"
        /// A vote in a body.
        public static let vote: Kind = "vote"
        /// A demonstration, march or strike.
        public static let protest: Kind = "protest"
        /// An uprising or rebellion.
        public static let uprising: Kind = "uprising"
        /// Talks.
        public static let negotiation: Kind = "negotiation"
    }
}

extension Place {
    /// What a place is: a word of `term` for `place.kind`.
    public struct Kind: Term {
        /// The word as written.
        public let rawValue: String
        /// The kind of that word.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// A continent.
        public static let continent: Kind = "continent"
        /// A region, across or within countries.
        public static let region: Kind = "region"
        /// The territory of a state.
        public static let country: Kind = "country"
        /// A city, town or village.
        public static let city: Kind = "city"
        /// A building or site.
        public static let venue: Kind = "venue"
    }
}

extension Topic {
    /// What a topic is: a word of `term` for `topic.kind`.
    public struct Kind: Term {
        /// The word as written.
        public let rawValue: String
        /// The kind of that word.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// A question that is argued over.
        public static let issue: Kind = "issue"
        /// A policy or measure.
        public static let policy: Kind = "policy"
        /// A treaty or agreement.
        public static let treaty: Kind = "treaty"
        /// A motion or resolution.
        public static let motion: Kind = "motion"
        /// A concept or value.
        public static let concept: Kind = "concept"
        /// A statement that one can agree with or not.
        public static let proposition: Kind = "proposition"
        /// An ideology or system.
        public static let ideology: Kind = "ideology"
        /// A struggle, a goal or somebody's cause.
        public static let cause: Kind = "cause"
    }
}

/// In which role somebody took part in an event: a word of `term` for `participation.role`.
public struct Role: Term {
    /// The word as written.
    public let rawValue: String
    /// The role of that word.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// Was there.
    public static let attendee: Role = "attendee"
    /// Was there by invitation.
    public static let guest: Role = "guest"
    /// Spoke.
    public static let speaker: Role = "speaker"
    /// Organized it.
    public static let organizer: Role = "organizer"
    /// Hosted it.
    public static let host: Role = "host"
    /// Signed it.
    public static let signatory: Role = "signatory"
    /// Was sent to it.
    public static let delegate: Role = "delegate"
    /// Watched without a vote.
    public static let observer: Role = "observer"
    /// Belongs to it, as to a process.
    public static let member: Role = "member"
}

/// How one thing is linked to another: a word of `term` for `relation.predicate`.
public struct Predicate: Term {
    /// The word as written.
    public let rawValue: String
    /// The predicate of that word.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// Puts a measure on somebody.
    public static let imposes: Predicate = "imposes"
    /// Is at the head of it.
    public static let leads: Predicate = "leads"
    /// Is a part of it.
    public static let partOf: Predicate = "part-of"
    /// Came after it in its place.
    public static let succeeds: Predicate = "succeeds"
    /// Is a party to it.
    public static let partyTo: Predicate = "party-to"
    /// Has to do with it in another way.
    public static let relatedTo: Predicate = "related-to"
}

/// What sort of name a thing bears: a word of `term` for `name.kind`.
public struct NameKind: Term {
    /// The word as written.
    public let rawValue: String
    /// The kind of that word.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// Its official or full name.
    public static let official: NameKind = "official"
    /// Another name.
    public static let alias: NameKind = "alias"
    /// An acronym.
    public static let acronym: NameKind = "acronym"
    /// A short form.
    public static let short: NameKind = "short"
    /// A name that it no longer bears.
    public static let former: NameKind = "former"
    /// A name given at birth.
    public static let birth: NameKind = "birth"
    /// A name written in another script.
    public static let transliteration: NameKind = "transliteration"
}
