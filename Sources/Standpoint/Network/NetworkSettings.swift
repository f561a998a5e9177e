// What a network is asked for: which ties, between whom, how counted and how normalized.

/// What ties two nodes of a discourse network.
///
/// X(i, j, k) counts how often actor i took level k on target j. The names and definitions are those of discourse
/// network analysis (Leifeld 2017, "Discourse Network Analysis", Oxford Handbook of Political Networks).
public enum NetworkRelation: String, Sendable, Hashable, Codable, CaseIterable {
    /// One mode: how much two actors took the same side, Σ X(p,j,k) X(q,j,l) (1 − |k−l| / range).
    case congruence
    /// One mode: how much two actors took opposite sides, Σ X(p,j,k) X(q,j,l) |k−l| / range.
    case conflict
    /// One mode: congruence minus conflict; negative where conflict prevails.
    case subtract
    /// One mode: how often two actors spoke of the same target, on whatever side.
    case cooccurrence
    /// Two modes: how often an actor spoke of a target.
    case affiliation
    /// Two modes: support minus opposition; on an ordinal scale the sum of the levels.
    case affiliationSubtract = "affiliation-subtract"
    /// Two modes: which levels occur at all, as a category. With two sides: 1 support only, 2 opposition only,
    /// 3 both; in general the sum of 2^(K−1−k) over the levels k = 0 … K−1 that occur.
    case affiliationCombine = "affiliation-combine"

    /// Whether ties join actors to targets rather than actors to actors.
    public var isTwoMode: Bool {
        switch self {
        case .congruence, .conflict, .subtract, .cooccurrence: false
        case .affiliation, .affiliationSubtract, .affiliationCombine: true
        }
    }
}

/// By what the weight of a tie is divided, so that actors who speak much do not look close to everybody. Where the
/// divisor is 0, the tie is 0.
public enum NetworkNormalization: String, Sendable, Hashable, Codable, CaseIterable {
    /// By nothing.
    case none
    /// One mode: by the mean number of stances of the two actors.
    case averageActivity = "average-activity"
    /// One mode: by what either took alone plus what both took, Σ X(p)[X(q) = 0] + Σ X(q)[X(p) = 0] + Σ X(p) X(q).
    case jaccard
    /// One mode: by the product of the two actors' norms, √ΣX(p)² √ΣX(q)²: the cosine of the angle between them.
    case cosine
    /// One mode: by the product of the two actors' numbers of stances. The Discourse Network Analyzer calls this
    /// “cosine”, which it is not; it is here to compare with results of that program.
    case activityProduct = "activity-product"
    /// Two modes: by the row sum, all that the actor said.
    case activity
    /// Two modes: by the column sum, all that was said of the target.
    case prominence

    /// Whether it fits a relation.
    public func fits(_ relation: NetworkRelation) -> Bool {
        switch self {
        case .none: true
        case .averageActivity, .jaccard, .cosine, .activityProduct: !relation.isTwoMode
        case .activity, .prominence: relation.isTwoMode
        }
    }
}

/// How often the same stance (actor, target, level) counts. Weeks are ISO weeks; a week or a month is one of its year.
public enum NetworkDuplicates: String, Sendable, Hashable, Codable, CaseIterable {
    /// Each time.
    case all
    /// Once in each document.
    case oncePerDocument = "once-per-document"
    /// Once in each ISO week.
    case oncePerWeek = "once-per-week"
    /// Once in each calendar month.
    case oncePerMonth = "once-per-month"
    /// Once in each calendar year.
    case oncePerYear = "once-per-year"
    /// Once in all.
    case once
}

/// What the nodes of a network are.
public enum NetworkUnit: Sendable, Hashable, Codable {
    /// Who takes the stance, takes part or belongs: people, organizations, assemblies.
    case holders
    /// The people among the holders; stances that no person takes are left out.
    case people
    /// The organization spoken for, or else the holder where that is an organization. A person who speaks for
    /// nobody is left out.
    case organizations
    /// The country in which that organization has its seat: the place of kind `country` that its place is or lies in.
    case countries
    /// The office in which the holder speaks: the post of the holder's participation in the event of the stance, or
    /// else of the membership that covers its day.
    case offices
    /// What the file says of the holder: the preferred value of an attribute, or else of a member of `entity.extra`.
    case attribute(String)
    /// What the file says in the same way of the organization spoken for, or else of the holder where that is an
    /// organization; stances for organizations of which it says nothing are left out.
    case organizationAttribute(String)
    /// What the stance is toward; of participations the event, of memberships the organization.
    case targets
}

/// What of a stance is compared.
public enum NetworkQualifier: Sendable, Hashable, Codable {
    /// For or against; stances that are neither are left out.
    case sides
    /// For, neither or against: three levels, 1, 0 and −1.
    case polarity
    /// How strongly, 1 to 10, whatever the side; ungraded stances are left out.
    case strength(NetworkScale = .declared(1...10))
    /// On which side and how strongly in one number, −10 to 10: what an integer qualifier of the Discourse Network
    /// Analyzer is. Neutral stances are 0; others that nobody graded are left out.
    case signedStrength(NetworkScale = .declared(-10...10))
    /// By which act: categories, of which two are the same or not. Two agree as often as both took one act on one
    /// target; what each took that the other did not, on whatever target, is their conflict. So two who share no target
    /// are in conflict, and a conflict divided by norms may be beyond 1. (The Discourse Network Analyzer counts so too.)
    case act
}

/// How far apart the levels of a qualifier are.
public enum NetworkScale: Sendable, Hashable, Codable {
    /// An ordinal scale from the least to the greatest level that can be.
    case declared(ClosedRange<Int>)
    /// An ordinal scale from the least to the greatest level that occurs. It moves with every filter; it is here to
    /// compare with results of programs that use it.
    case observed
    /// Categories: two are the same or not.
    case categories
}
