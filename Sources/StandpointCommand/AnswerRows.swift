// The answers of the library as rows: what a person reads, or all of it for a program.

import Standpoint

extension Arguments {
    /// Whether the answer goes to a program, which wants all columns.
    var isForProgram: Bool { has("json") || has("csv") }
}

extension Value {
    fileprivate init(_ text: String?) { self = text.map { .text($0) } ?? .null }
    fileprivate init(_ number: Int?) { self = number.map { .integer(Int64($0)) } ?? .null }
}

extension Polarity {
    /// The side in a word.
    fileprivate var word: String {
        switch self {
        case .supports: "for"
        case .opposes: "against"
        case .neutral: "neither"
        }
    }
}

extension Expression {
    /// When, by which act, on which side, and where.
    fileprivate var line: String {
        [date?.description, "\(act) (\(polarity.word))", event.map { "at \($0.name)" }].compactMap { $0 }
            .joined(separator: ", ")
    }

    fileprivate static let columns = ["id", "date", "act", "polarity", "event_key", "quote", "document_key"]

    fileprivate var values: [Value] {
        [
            .integer(id.rawValue), Value(date?.description), .text(act.rawValue),
            Value(polarity.rawValue), Value(event?.key), .text(evidence.quote), .text(evidence.document.key),
        ]
    }
}

extension Answer {
    init(_ positions: [Position], whole: Bool) {
        guard whole else {
            self.init(
                columns: ["holder", "side", "toward", "latest", "since", "documents", "publishers", "words"],
                rows: positions.map { position in
                    [
                        .text(position.holder.name), .text(position.latest.polarity.word),
                        .text(position.target.name),
                        .text(
                            [position.latest.date?.description, position.latest.act.rawValue].compactMap {
                                $0
                            }.joined(separator: ", ")),
                        Value(position.since?.description), Value(position.documents),
                        Value(position.publishers),
                        .text(
                            Answer.words(
                                position.latest.evidence.quote, position.latest.evidence.locator)),
                    ]
                })
            return
        }
        self.init(
            columns: [
                "holder", "holder_key", "target", "target_key", "since", "stances", "documents", "publishers",
            ]
                + Expression.columns.map { "latest_" + $0 },
            rows: positions.map { position in
                [
                    .text(position.holder.name), .text(position.holder.key), .text(position.target.name),
                    .text(position.target.key), Value(position.since?.description), Value(position.stances),
                    Value(position.documents), Value(position.publishers),
                ] + position.latest.values
            })
    }

    /// Conclusions that set two stances side by side.
    init(
        sides: [String], _ found: [(things: [Mention], expressions: [Expression])], things: [String],
        whole: Bool
    ) {
        if whole {
            self.init(
                columns: things.flatMap { [$0, $0 + "_key"] }
                    + sides.flatMap { side in Expression.columns.map { side + "_" + $0 } },
                rows: found.map { row in
                    row.things.flatMap { [.text($0.name), .text($0.key)] } + row.expressions.flatMap(\.values)
                })
        } else {
            self.init(
                columns: things + sides.flatMap { [$0, "its words"] },
                rows: found.map { row in
                    row.things.map { .text($0.name) }
                        + row.expressions.flatMap { [.text($0.line), .text($0.evidence.quote)] }
                })
        }
    }

    init(_ entries: [TimelineEntry], whole: Bool) {
        guard whole else {
            self.init(
                columns: ["date", "what", "subject", "detail"],
                rows: entries.map { entry in
                    let side = entry.polarity.map { " (\($0.word))" } ?? ""
                    return [
                        .text(entry.date.description), .text(entry.kind.rawValue), .text(entry.subject.name),
                        .text(entry.word + side + (entry.object.map { ", \($0.name)" } ?? "")),
                    ]
                })
            return
        }
        self.init(
            columns: [
                "date", "earliest", "latest", "what", "id", "subject", "subject_key", "word", "polarity",
                "object",
                "object_key", "quote",
            ],
            rows: entries.map { entry in
                [
                    .text(entry.date.description), .text(entry.date.earliest.description),
                    .text(entry.date.latest.description), .text(entry.kind.rawValue), .integer(entry.id),
                    .text(entry.subject.name), .text(entry.subject.key), .text(entry.word),
                    Value(entry.polarity?.rawValue), Value(entry.object?.name), Value(entry.object?.key),
                    Value(entry.quote),
                ]
            })
    }

    init(_ offices: [Office], whole: Bool) {
        let keys = whole ? ["participant_key", "event_key", "organization_key"] : []
        self.init(
            columns: ["participant", "role", "post", "held at the time", "in", "from to", "event"] + keys,
            rows: offices.map { office in
                [
                    .text(office.participant.name), .text(office.role.rawValue), Value(office.post),
                    Value(office.held), Value(office.organization?.name), Value(office.date?.description),
                    .text(office.event.name),
                ]
                    + (whole
                        ? [
                            .text(office.participant.key), .text(office.event.key),
                            Value(office.organization?.key),
                        ] : [])
            })
    }

    init(_ belonging: [Belonging], whole: Bool) {
        let keys = whole ? ["member_key", "through_key"] : []
        self.init(
            columns: ["member", "through", "distance"] + keys,
            rows: belonging.map { row in
                [.text(row.member.name), Value(row.through?.name), Value(row.distance)]
                    + (whole ? [.text(row.member.key), Value(row.through?.key)] : [])
            })
    }

    init(_ together: [CoParticipation], whole: Bool) {
        let keys = whole ? ["one_key", "other_key"] : []
        self.init(
            columns: ["one", "other", "count", "events"] + keys,
            rows: together.map { row in
                [
                    .text(row.one.name), .text(row.other.name), Value(row.events.count),
                    .text(row.events.joined(separator: ", ")),
                ] + (whole ? [.text(row.one.key), .text(row.other.key)] : [])
            })
    }

    init(_ counts: [Count], _ dimensions: [Dimension], sources: Bool, whole: Bool) {
        self.init(
            columns: ["period"]
                + dimensions.flatMap { whole ? [$0.rawValue, $0.rawValue + "_key"] : [$0.rawValue] }
                + ["stances"] + (sources ? ["documents", "publishers"] : []),
            rows: counts.map { count in
                [Value(count.period)]
                    + count.groups.flatMap { whole ? [Value($0.name), Value($0.key)] : [Value($0.name)] }
                    + [Value(count.stances)]
                    + (sources ? [Value(count.documents), Value(count.publishers)] : [])
            })
    }

    init(_ names: [NameMatch]) {
        self.init(
            columns: ["key", "name", "kind", "found as"],
            rows: names.map {
                [
                    .text($0.thing.key), .text($0.thing.name), .text($0.kind.rawValue),
                    $0.name == $0.thing.name ? .null : .text($0.name),
                ]
            })
    }

    init(_ documents: [DocumentMatch]) {
        self.init(
            columns: ["key", "title", "publisher", "words"],
            rows: documents.map {
                [
                    .text($0.document.key), .text($0.document.title), Value($0.document.publisher),
                    .text($0.snippet.marked()),
                ]
            })
    }

    init(_ quotes: [QuoteMatch]) {
        self.init(
            columns: ["words", "document", "start"],
            rows: quotes.map {
                [.text($0.snippet.marked()), .text($0.evidence.document.key), Value($0.evidence.start)]
            })
    }
}
