// Networks of the answers to a question.

import Dispatch
import StandpointSQLite

extension Query where Result: NetworkSource {
    /// The network of what matches.
    ///
    /// Facts of rank `deprecated` are left out, things that were judged the same are one, and a limit does not
    /// count. What a holder says of a target in one passage, at one event, on one day and on one level counts once,
    /// also where it is written down for two organizations, as two acts or by two coders; where nodes are the
    /// organizations spoken for, once for each of them. A fact's day is the first that its own date allows (of a
    /// participation, or that of its event), or else the first on which its document may have been published.
    ///
    ///     try await kb.stances.expressed(in: "2019").network(.congruence, of: .organizations, normalization: .jaccard)
    ///     try await kb.stances.network(.cooccurrence, of: .targets)               // topics, by who speaks of them
    ///     try await kb.participations.network(.cooccurrence, of: .holders)        // who was at the same events
    /// - Parameters:
    ///   - relation: What the ties stand for.
    ///   - actors: What the nodes are.
    ///   - targets: Over what they are tied, or to what with two modes; what the stances are toward, or the holders
    ///     where the nodes are that.
    ///   - qualifier: What of the stances is compared: the two sides where it is left out, or all three polarities
    ///     where ties ignore the side. Participations and memberships have nothing to compare.
    ///   - normalization: By what the weights are divided.
    ///   - duplicates: How often the same stance counts.
    ///   - isolates: Whether nodes stay that the file knows in this place but no fact that matches has.
    ///   - dated: Whether nodes know their first and last day, which takes a look at each document.
    ///   - progress: Is told how much is done; return false to stop.
    /// - Throws: ``StandpointError/network(_:)`` for settings that do not go together; ``SQLiteError``;
    ///   `CancellationError`.
    public func network(
        _ relation: NetworkRelation, of actors: NetworkUnit = .holders, over targets: NetworkUnit? = nil,
        qualifier: NetworkQualifier? = nil, normalization: NetworkNormalization = .none,
        duplicates: NetworkDuplicates = .all, isolates: Bool = false, dated: Bool = false,
        progress: NetworkProgress? = nil
    ) throws -> Network {
        try requireSides(relation)
        return try affiliations(
            of: actors, over: targets, qualifier: qualifier, duplicates: duplicates,
            ignoringLevels: relation.ignoresLevels, isolates: isolates, dated: dated,
            progress: progress
        ).network(relation, normalization: normalization, progress: progress)
    }

    /// The network of what matches, without blocking the caller's thread; a cancelled task stops it. See
    /// ``network(_:of:over:qualifier:normalization:duplicates:isolates:dated:progress:)-swift.method``.
    /// - Throws: As the synchronous call.
    public func network(
        _ relation: NetworkRelation, of actors: NetworkUnit = .holders, over targets: NetworkUnit? = nil,
        qualifier: NetworkQualifier? = nil, normalization: NetworkNormalization = .none,
        duplicates: NetworkDuplicates = .all, isolates: Bool = false, dated: Bool = false,
        progress: NetworkProgress? = nil
    ) async throws -> Network {
        try await background { stop in
            try network(
                relation, of: actors, over: targets, qualifier: qualifier, normalization: normalization,
                duplicates: duplicates, isolates: isolates, dated: dated, progress: stop.progress(progress))
        }
    }

    /// Who took which side on what, and how often: what networks, backbones and null models are made from.
    /// - Parameters:
    ///   - ignoringLevels: Whether duplicates are told without regard to the level, as networks of co-occurrence
    ///     and affiliation want it.
    /// - Throws: As ``network(_:of:over:qualifier:normalization:duplicates:isolates:dated:progress:)-swift.method``.
    public func affiliations(
        of actors: NetworkUnit = .holders, over targets: NetworkUnit? = nil,
        qualifier: NetworkQualifier? = nil, duplicates: NetworkDuplicates = .all,
        ignoringLevels: Bool = false,
        isolates: Bool = false, dated: Bool = false,
        progress: NetworkProgress? = nil
    ) throws -> Affiliations {
        let rows = try rows(actors, targets, qualifier, duplicates, ignoringLevels, dated: dated)
        let reading = try read(rows, isolates: isolates, progress)
        let (scale, levels) = rows.scale
        return try Affiliations(
            reading.rows, actors: reading.actors, targets: reading.targets, scale: scale, levels: levels,
            categories: reading.acts, duplicates: duplicates, ignoringLevels: ignoringLevels,
            progress: progress)
    }

    /// The same without blocking the caller's thread; a cancelled task stops it.
    /// - Throws: As the synchronous call.
    public func affiliations(
        of actors: NetworkUnit = .holders, over targets: NetworkUnit? = nil,
        qualifier: NetworkQualifier? = nil, duplicates: NetworkDuplicates = .all,
        ignoringLevels: Bool = false,
        isolates: Bool = false, dated: Bool = false,
        progress: NetworkProgress? = nil
    ) async throws -> Affiliations {
        try await background { stop in
            try affiliations(
                of: actors, over: targets, qualifier: qualifier, duplicates: duplicates,
                ignoringLevels: ignoringLevels, isolates: isolates, dated: dated,
                progress: stop.progress(progress))
        }
    }

    // MARK: Pieces

    /// Refuses relations that compare sides where facts have none.
    func requireSides(_ relation: NetworkRelation) throws {
        guard Result.networkColumns.hasSides || relation.ignoresLevels else {
            throw StandpointError.network(
                "a \(Result.networkColumns.table) has no side, so there is no \(relation.rawValue); ask for cooccurrence or affiliation"
            )
        }
    }

    /// Which rows are to be read, checked.
    func rows(
        _ actors: NetworkUnit, _ targets: NetworkUnit?, _ qualifier: NetworkQualifier?,
        _ duplicates: NetworkDuplicates, _ ignoringLevels: Bool, dated: Bool
    ) throws -> NetworkRows {
        let targets = targets ?? (actors == .targets ? .holders : .targets)
        guard actors != targets else {
            throw StandpointError.network(
                "actors and targets are the same thing; choose another for one of them")
        }
        let columns = Result.networkColumns
        guard qualifier == nil || columns.hasSides else {
            throw StandpointError.network(
                "a \(columns.table) has nothing to compare: leave the qualifier out")
        }
        return NetworkRows(
            columns: columns, actors: actors, targets: targets,
            qualifier: columns.hasSides ? qualifier ?? (ignoringLevels ? .polarity : .sides) : nil,
            duplicates: duplicates, dated: dated,
            ordered: ignoringLevels && duplicates != .all && columns.hasSides)
    }

    func read(_ rows: NetworkRows, isolates: Bool, _ progress: NetworkProgress?) throws -> NetworkReading {
        try knowledgeBase.read { snapshot in
            try rows.read(self, in: snapshot, isolates: isolates, progress: progress)
        }
    }

    /// Runs long work on a thread of its own, and stops it when the task is cancelled.
    func background<T: Sendable>(_ body: @Sendable @escaping (Stop) throws -> T) async throws -> T {
        let stop = Stop()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                DispatchQueue.global().async { continuation.resume(with: Swift.Result { try body(stop) }) }
            }
        } onCancel: {
            stop.set()
        }
    }
}

extension NetworkRelation {
    /// Whether duplicates are told without regard to the level.
    var ignoresLevels: Bool { self == .cooccurrence || self == .affiliation }
}

extension NetworkRows {
    /// The scale and the levels of the qualifier.
    var scale: (NetworkScale, [Int]?) {
        switch qualifier {
        case nil: (.declared(1...1), nil)
        case .sides?: (.declared(-1...1), [-1, 1])
        case .polarity?: (.declared(-1...1), nil)
        case .strength(let scale)?, .signedStrength(let scale)?: (scale, nil)
        case .act?: (.categories, nil)
        }
    }
}
