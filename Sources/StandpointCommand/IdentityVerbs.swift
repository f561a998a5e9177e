// The verbs of identity: which thing a mention means, which things may be one, and who judged that they are.

import Foundation
import Standpoint

extension Verb {
    // MARK: resolve

    static let resolve = Verb(
        name: "resolve", usage: "resolve FILE WORD… [options]",
        summary:
            "Says which things a mention may mean, best first, and why: an identifier, a name in any script or order, initials, a misspelling.",
        operands: 2...100,
        options: [
            Option("kind", "KIND", "only a person, organization, event, place or topic"),
            Option("limit", "N", "at most so many; 10 where left out"),
        ], example: "standpoint resolve havana.sqlite M. Diaz Canel --kind person"
    ) { arguments in
        let kb = try open(arguments.operands[0])
        let candidates = try kb.resolve(
            arguments.operands.dropFirst().joined(separator: " "),
            kind: try arguments.choice("kind", EntityKind.self).last,
            limit: try arguments.number("limit") ?? 10)
        if candidates.isEmpty, !arguments.isForProgram {
            try Output.line("nothing found")
            return 1
        }
        let rows: [[Value]] = candidates.map {
            [
                .text($0.thing.key), .text($0.thing.name), .text($0.kind.rawValue), .text($0.reason.rawValue),
                .real(rounded($0.score)), .text($0.name),
            ]
        }
        try Answer(columns: ["key", "name", "kind", "reason", "score", "by"], rows: rows).print(arguments)
        return candidates.isEmpty ? 1 : 0
    }

    // MARK: duplicates

    static let duplicates = Verb(
        name: "duplicates", usage: "duplicates FILE [options]",
        summary:
            "Lists pairs of things whose names are alike and that nobody has judged yet, the most alike first.",
        operands: 1...1,
        options: [
            Option(
                "kind", "KIND", "only people, organizations …: person, organization, event, place or topic"),
            Option("at-least", "PERCENT", "only pairs that are so much alike; 80 where left out"), .limit,
        ], example: "standpoint duplicates havana.sqlite --kind organization"
    ) { arguments in
        var duplicates = try open(arguments.operands[0]).duplicates()
        if let kind = try arguments.choice("kind", EntityKind.self).last { duplicates = duplicates.of(kind) }
        if let least = try arguments.number("at-least") {
            guard least <= 100 else { throw UsageError(message: "--at-least takes a number from 0 to 100") }
            duplicates = duplicates.atLeast(Double(least) / 100)
        }
        if let limit = try arguments.number("limit") { duplicates = duplicates.limited(to: limit) }
        let rows: [[Value]] = try duplicates.all().map {
            [
                .text($0.one.key), .text($0.other.key), .text($0.kind.rawValue), .text($0.name),
                .text($0.otherName), .text($0.reason.rawValue), .real(rounded($0.score)),
            ]
        }
        try Answer(columns: ["one", "other", "kind", "name", "other name", "reason", "score"], rows: rows)
            .print(arguments)
        return 0
    }

    // MARK: same, different, unsure

    static let same = judging(
        .same, "Judges that two things are the same: they are shown and found as one, and no fact moves.")
    static let different = judging(
        .different, "Judges that two things are different: nothing may join them, directly or through others."
    )
    static let unsure = judging(
        .unsure, "Notes that nobody can say whether two things are the same; they are not suggested again.")

    private static func judging(_ verdict: Judgement.Verdict, _ summary: String) -> Verb {
        let prefer = Option(
            "prefer", "KEY", "which of the two is to stand for both; else whose key comes first")
        return Verb(
            name: verdict.rawValue, usage: "\(verdict.rawValue) FILE KEY KEY --because REASON [options]",
            summary: summary, operands: 3...3,
            options: [Option("because", "REASON", "why"), by] + (verdict == .same ? [prefer] : []),
            example:
                "standpoint \(verdict.rawValue) havana.sqlite nicolas-maduro n-maduro --because \"the same office on the same day\""
        ) { arguments in
            guard let reason = arguments.value("because") else {
                throw UsageError(message: "say why, with --because")
            }
            let kb = try openToWrite(arguments.operands[0])
            let keys = arguments.operands.dropFirst().map(\.self)
            for key in keys { _ = try Arguments.known(key, in: kb) }
            let preferred = arguments.value("prefer")
            if let preferred, !keys.contains(preferred) {
                throw UsageError(message: "--prefer takes one of the two keys")
            }
            let things = try kb.read { snapshot in
                try keys.compactMap { try snapshot.entity($0) }
            }
            guard things.count == 2 else { throw UsageError(message: "two things are judged") }
            try kb.edit(by: arguments.value("by") ?? NSUserName(), note: reason) { edit in
                _ = try edit.judge(
                    things[0].id, things[1].id, verdict,
                    preferring: things.first { $0.key == preferred }?.id, reason: reason)
            }
            try answer(kb.judgements.about(keys[0]).all()).print(arguments)
            if verdict == .same, !arguments.isForProgram { try tellUnshown(of: keys[0], kb) }
            try kb.close()
            return 0
        }
    }

    /// Tells what is no longer shown of things that another stands for.
    private static func tellUnshown(of key: String, _ kb: KnowledgeBase) throws {
        let unshown = try kb.read { snapshot in
            try snapshot.connection.rows(
                """
                SELECT key, property, value, canonical_key, shown FROM unshown WHERE canonical_key = (
                    SELECT c.key FROM entity e JOIN entity c ON c.id = coalesce(e.canonical_id, e.id) WHERE e.key = ?)
                ORDER BY key, property
                """, key
            ).map { row in
                let (key, property, value, canonical, shown) = try row.decode(
                    String.self, String.self, String.self, String.self, String?.self)
                return "\(property) of ‘\(key)’: \(value); ‘\(canonical)’, which stands for it, has "
                    + (shown ?? "none")
            }
        }
        guard !unshown.isEmpty else { return }
        try Output.line("not shown, though kept (--prefer lets the other thing stand for both):")
        for line in unshown { try Output.line("  " + line) }
    }

    // MARK: withdraw

    static let withdraw = Verb(
        name: "withdraw", usage: "withdraw FILE NUMBER --because REASON [options]",
        summary: "Takes a judgement back: what nothing else joins is apart again, as it was.",
        operands: 2...2, options: [Option("because", "REASON", "why"), by],
        example: "standpoint withdraw havana.sqlite 12 --because \"two men of one name\""
    ) { arguments in
        guard let reason = arguments.value("because") else {
            throw UsageError(message: "say why, with --because")
        }
        guard let number = Int64(arguments.operands[1]) else {
            throw UsageError(message: "a judgement has a number; standpoint judgements FILE lists them")
        }
        let kb = try openToWrite(arguments.operands[0])
        try kb.edit(by: arguments.value("by") ?? NSUserName(), note: reason) {
            try $0.withdraw(ID(rawValue: number))
        }
        try answer(kb.judgements.all()).print(arguments)
        try kb.close()
        return 0
    }

    // MARK: judgements

    static let judgements = Verb(
        name: "judgements", usage: "judgements FILE [KEY] [options]",
        summary:
            "Lists who judged which things to be the same, different or unsure, and why; or those on one thing.",
        operands: 1...2, options: [.limit, .showSQL, .asOf],
        example: "standpoint judgements havana.sqlite nicolas-maduro"
    ) { arguments in
        let kb = try arguments.knowledgeBase()
        var query = kb.judgements
        if let key = arguments.operands.dropFirst().first {
            query = query.about(try Arguments.known(key, in: kb))
        }
        if let limit = try arguments.number("limit") { query = query.limited(to: limit) }
        if try arguments.showsSQL(query) { return 0 }
        try answer(query.all()).print(arguments)
        return 0
    }

    // MARK: Parts

    private static let by = Option("by", "AUTHOR", "who judges; the name of the account where left out")

    private static func answer(_ judgements: [Judgement]) -> Answer {
        Answer(
            columns: [
                "judgement", "one", "verdict", "other", "author", "reason", "preferred", "judged_at", "said",
            ],
            rows: judgements.map { judgement in
                let preferred = [judgement.one, judgement.other].first { $0.id == judgement.preferred }
                return [
                    .integer(judgement.id.rawValue), .text(judgement.one.key),
                    .text(judgement.verdict.rawValue),
                    .text(judgement.other.key), .text(judgement.author), .text(judgement.reason),
                    preferred.map { .text($0.key) } ?? .null, .text(judgement.judgedAt),
                    judgement.said.map { .text($0.rawValue) } ?? .null,
                ]
            })
    }

    private static func rounded(_ score: Double) -> Double { (score * 1000).rounded() / 1000 }
}
