// A generated file with many stances, a few holders and targets of which have very many.

import Standpoint
import StandpointTestSupport

/// A knowledge base that plain SQL has filled: skewed, some dates open or missing, some things judged the same.
struct GeneratedFile: Sendable {
    let folder: TemporaryFolder
    let kb: KnowledgeBase

    static let holders = 60
    static let topics = 30

    init(stances: Int, seed: UInt64 = 7) throws {
        folder = try TemporaryFolder()
        kb = try KnowledgeBase(at: folder.path("generated.sqlite"))
        var random = SeededGenerator(seed)
        func skewed(_ count: Int) -> Int {
            let x = Double.random(in: 0..<1, using: &random)
            return Int(x * x * x * Double(count))
        }
        try kb.edit(by: "generator") { edit in
            let havana = try edit.place("latin-america", name: "Latin America", kind: .region)
            let cuba = try edit.place("cuban-territory", name: "Cuba", kind: .country, partOf: havana)
            let broad = try edit.topic("topic-0", name: "Topic 0", kind: .issue)
            let holders = try (0..<Self.holders).map { number -> ID<Entity> in
                number % 3 == 0
                    ? try edit.organization("actor-\(number)", name: "Actor \(number)", kind: .party).entity
                    : try edit.person("actor-\(number)", name: "Actor \(number)").entity
            }
            let topics = try (0..<Self.topics).map { number in
                number == 0
                    ? broad.entity
                    : try edit.topic(
                        "topic-\(number)", name: "Topic \(number)", kind: .issue,
                        broader: number % 5 == 1 ? broad : nil
                    ).entity
            }
            let events = try (0..<10).map { number in
                try edit.event(
                    "event-\(number)", name: "Event \(number)", kind: .meeting,
                    date: "2019-0\(number % 9 + 1)",
                    place: number % 2 == 0 ? cuba : nil)
            }
            let documents = try (0..<20).map { number in
                try edit.document(
                    "document-\(number)", title: "Document \(number)", publisher: "Publisher \(number % 7)",
                    language: number == 1 || number == 4 ? "es" : "en")
            }
            let words = ["peace", "war", "justice", "bread", "land", "trade"]
            let acts: [(Act, Polarity)] = [
                (.supports, .supports), (.opposes, .opposes), (.demands, .supports), (.demands, .opposes),
                (.condemns, .opposes),
            ]
            for number in 0..<stances {
                let date: String? =
                    switch Int.random(in: 0..<20, using: &random) {
                    case 0: nil
                    case 1: "2019"
                    case 2: "201X"
                    case 3: "2015/.."
                    case 4: "2019-1\(Int.random(in: 0..<3, using: &random))~"
                    default:
                        "20\(Int.random(in: 10..<25, using: &random))-0\(Int.random(in: 1..<10, using: &random))-1\(Int.random(in: 0..<10, using: &random))"
                    }
                let (act, polarity) = acts[Int.random(in: 0..<acts.count, using: &random)]
                let behalf = number % 4 == 0 ? holders[3 * skewed(20)] : nil
                let addressee = number % 7 == 0 ? holders[skewed(holders.count)] : nil
                let event = Bool.random(using: &random) ? events[skewed(10)] : nil
                try edit.stance(
                    of: holders[skewed(holders.count)], act, polarity, toward: topics[skewed(topics.count)],
                    onBehalfOf: behalf, addressee: addressee, ordinal: number % 9 == 0 ? number % 5 + 1 : nil,
                    strength: number % 11 == 0 ? number % 10 + 1 : nil, conditional: number % 13 == 0,
                    reported: number % 3 == 0, at: event, date: date,
                    evidence: documents[skewed(20)].at(
                        "sentence \(number)",
                        quote: "It stood for \(words[number % 6]) and \(words[number / 6 % 6])."),
                    confidence: number % 4 == 0 ? Double(number % 100) / 100 : nil, rank: number % 31 == 0 ? .preferred : number % 37 == 0 ? .deprecated : .normal)
            }
            // Two are found to be one, twice.
            for (merged, canonical) in [(1, 2), (5, 2)] {
                try edit.judge(
                    holders[canonical], holders[merged], .same, preferring: holders[canonical],
                    reason: "drawn")
            }
        }
    }
}
