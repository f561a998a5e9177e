// Finding the words of one capture of a page again in another.

import StandpointSQLite

/// What became of the words of a passage in a later capture of its page.
public enum AnchorOutcome: String, Sendable, Hashable, Codable, CaseIterable, Bindable, ColumnDecodable {
    /// The same words at the same offset.
    case exact
    /// The same words at another offset.
    case moved
    /// Only something like them, or the same words in a sentence that is another by now; reported where that was asked for.
    case fuzzy
    /// The same words stand there, several times or among other words than before, and nothing around them tells
    /// that they are the ones which were read.
    case ambiguous
    /// The words are gone; or they stand only where others that were the same words stood before.
    case orphaned
}

/// The texts of two captures, in the later of which the words of the earlier are found again.
///
/// The same words are those that ``Folding`` makes the same: white space, quotation marks, dashes, ligatures and normal
/// forms do not count. They are whole words where they were: `350` is not in `1,350`, nor `moral` in `immoral`.
///
/// The rest of their sentence tells that they are the ones which were read: what says the same in another (`Ana said: …`,
/// `Ben said: …`, `Nobody says that …`) may be another's; so may what stands in the turn of another speaker. Of several
/// the 64 letters before and behind them tell which are meant, in either text; their sentence first, as sentences change
/// places. A place that suits another occurrence in the old text better belongs to that one. Among places whose
/// surroundings are alike too, the order decides where there are as many of them as there were.
final class Anchoring {
    /// Where words stand now.
    struct Place: Hashable {
        /// The bytes in the later text.
        let range: Range<Int>
        /// How much of what stands around is the same, 0 to 1; nil where the old surroundings are not known.
        let context: Double?
        /// How much alike the words are, or, where these are the same, the sentences that they stand in, 0 to 1; nil where
        /// both are the same.
        var score: Double?
    }

    enum Result: Hashable {
        case found(Place)
        case ambiguous
        case orphaned
    }

    /// Words in a text: their bytes and where they are in the folded text.
    struct Occurrence: Hashable {
        let range: Range<Int>
        let folded: Range<Int>
        /// How far in the folded text their sentence reaches before and behind them, where it was looked for.
        var before = Int.max
        var behind = Int.max
        /// Whose turn they stand in, where it was looked for.
        var turn: Turn?
    }

    /// How many letters around words in one text stand around them in another too.
    private struct Agreement {
        /// Of those of their sentence.
        let sentence: Int
        /// Of the 64 on either side.
        let all: Int
        /// Whether the rest of the sentence is the same, up to its ends, and so is who speaks.
        let isWhole: Bool

        /// Whether it decides against another.
        func leads(_ other: Agreement) -> Bool {
            if isWhole != other.isWhole { return isWhole }
            let difference = sentence - other.sentence
            return abs(difference) >= Anchoring.margin ? difference > 0 : all - other.all >= Anchoring.margin
        }
    }

    /// How far around words their context reaches, in letters, and how much of a sentence without an end, in bytes.
    private static let (reach, open) = (64, 320)
    /// By how many letters one context must suit better than another to decide between them.
    private static let margin = 4
    /// How many letters around a short sentence, or half of what there is, must be there again for it to be the one that
    /// was read; and how long a sentence is that nobody else says by chance.
    private static let (least, whole) = (12, 20)
    /// How many occurrences are told apart; of more of them nobody could say which is meant.
    private static let most = 100
    /// How many places are looked at for words that may be parts of others.
    private static let parts = 100_000

    let old: DocumentText
    let new: DocumentText
    private let sameStart: Int
    private let sameEnd: Int

    init(from old: DocumentText, to new: DocumentText) {
        (self.old, self.new) = (old, new)
        let shorter = min(old.utf8.count, new.utf8.count)
        var start = 0
        while start < shorter, old.utf8[start] == new.utf8[start] { start += 1 }
        sameStart = start
        var end = 0
        while end < shorter, old.utf8[old.utf8.count - 1 - end] == new.utf8[new.utf8.count - 1 - end] {
            end += 1
        }
        sameEnd = end
    }

    /// Finds the words of some bytes of the old text.
    /// - Parameter minimum: How much alike the words must be where they are not the same; nil to have only the same.
    func find(_ words: Range<Int>, minimum: Double? = nil) -> Result {
        let cuts = Cuts(words, in: old)
        if let certain = certain(words, cuts) { return .found(certain) }
        let quote = String(decoding: old.utf8[words], as: UTF8.self)
        let there = occurrences(of: quote, in: new, cuts)
        guard !there.isEmpty else { return similar(quote, words, cuts, minimum, apartFrom: []) }
        var before = occurrences(of: quote, in: old, cuts)
        let own: Int
        if let known = before.firstIndex(where: {
            $0.range.overlaps(words) && $0.range.upperBound >= words.upperBound
        })
            ?? before.firstIndex(where: { $0.range.overlaps(words) })
        {
            own = known
        } else {
            own = before.count
            before.append(occurrence(words, in: old))
        }
        guard there.count <= Anchoring.most, before.count <= Anchoring.most else { return .ambiguous }
        switch choose(own, before, there, minimum) {
        case .orphaned: return similar(quote, words, cuts, minimum, apartFrom: there)
        case let result: return result
        }
    }

    /// Finds a quote of a capture whose text is not archived.
    func find(quote: String, minimum: Double? = nil) -> Result {
        let there = occurrences(of: quote, in: new, Cuts())
        guard let only = there.first else { return similar(quote, nil, Cuts(), minimum, apartFrom: []) }
        return there.count == 1 ? .found(Place(range: only.range, context: nil)) : .ambiguous
    }

    // MARK: Where the two texts are the same

    /// The place of words in a stretch that both texts begin with or end with, their surroundings included.
    private func certain(_ words: Range<Int>, _ cuts: Cuts) -> Place? {
        let (count, longer) = (old.utf8.count, max(old.utf8.count, new.utf8.count))
        let shift = new.utf8.count - count
        let moved = (words.lowerBound + shift)..<(words.upperBound + shift)
        // A stretch that goes on as far as the ends of a sentence are looked for needs no look at it.
        lazy var sentence = old.sentence(words)
        var place: Range<Int>?
        if sameStart >= min(words.upperBound + DocumentText.far, longer)
            || sameStart >= max(sentence.end ?? 0, min(words.upperBound + Anchoring.reach, count))
                && sameStart >= new.sentence(words).end ?? 0
        {
            place = words
        } else if sameEnd >= min(count - words.lowerBound + DocumentText.far, longer)
            || sameEnd >= count - min(sentence.start ?? .max, max(0, words.lowerBound - Anchoring.reach))
                && sameEnd >= new.utf8.count - (new.sentence(moved).start ?? .max)
                && Turn.mayBeSame(
                    old.turn(at: words.lowerBound, knownTo: new), new.turn(at: moved.lowerBound, knownTo: old)
                )
        {
            place = moved
        }
        // What stands behind the same letters now may make another letter or another word of the last.
        guard let place, cuts.allow(place, in: new) else { return nil }
        let own = occurrence(words, in: old)
        return Place(range: place, context: share(agreement(own, occurrence(place, in: new)).all, own))
    }

    // MARK: Occurrences

    /// Where words cut a character or a word in the old text, so that they may do so in the new one.
    private struct Cuts {
        var character = (start: false, end: false)
        var word = (start: false, end: false)

        init() {}

        init(_ words: Range<Int>, in text: DocumentText) {
            character = (!text.isBoundary(words.lowerBound), !text.isBoundary(words.upperBound))
            word = (text.partsWord(words.lowerBound), text.partsWord(words.upperBound))
        }

        func allow(_ range: Range<Int>, in text: DocumentText) -> Bool {
            (character.start || text.isBoundary(range.lowerBound))
                && (character.end || text.isBoundary(range.upperBound))
                && (word.start || !text.partsWord(range.lowerBound))
                && (word.end || !text.partsWord(range.upperBound))
        }
    }

    private func occurrence(_ range: Range<Int>, in text: DocumentText) -> Occurrence {
        let start = text.folded.index(of: range.lowerBound)
        return Occurrence(
            range: range, folded: start..<max(start, text.folded.index(of: range.upperBound)))
    }

    /// An occurrence with the ends of its sentence.
    private func inSentence(_ words: Occurrence, _ text: DocumentText) -> Occurrence {
        let sentence = text.sentence(words.range)
        var words = words
        words.turn = text.turn(at: words.range.lowerBound, knownTo: text === old ? new : old)
        if let start = sentence.start {
            words.before = max(0, words.folded.lowerBound - text.folded.index(of: start))
        }
        if let end = sentence.end {
            words.behind = max(0, text.folded.index(of: end) - words.folded.upperBound)
        }
        return words
    }

    /// All places where the same words stand, whichever way they are written.
    private func occurrences(of quote: String, in text: DocumentText, _ cuts: Cuts) -> [Occurrence] {
        // A short word is a part of many: those are left out after.
        let exact = DocumentText.ranges(of: Array(quote.utf8), in: text.utf8, most: Anchoring.parts)
            .filter { cuts.allow($0, in: text) }
        let needle = Folding(quote).trimmed
        var places: [(range: Range<Int>, folded: Range<Int>?)] = exact.map { ($0, nil) }
        if !needle.isEmpty {
            // The same place is found both ways; it is the words as written that count then.
            let known = Set(exact.map { occurrence($0, in: text).folded })
            var rest = exact[...]
            for folded in DocumentText.ranges(of: needle, in: text.folded.bytes, most: Anchoring.parts) {
                guard let range = text.folded.source(folded), cuts.allow(range, in: text) else { continue }
                while let first = rest.first, first.upperBound < range.upperBound { rest.removeFirst() }
                if rest.first.map({ $0.lowerBound <= range.lowerBound }) != true, !known.contains(folded) {
                    places.append((range, folded))
                }
            }
        }
        // Of more nobody could say which is meant.
        return places.sorted { $0.range.lowerBound < $1.range.lowerBound }.prefix(Anchoring.most + 1).map {
            place in
            place.folded.map { Occurrence(range: place.range, folded: $0) }
                ?? occurrence(place.range, in: text)
        }
    }

    // MARK: Context

    /// How much of what stands around an occurrence in the old text stands around one in the new. That a text begins or
    /// ends there counts as one letter: many do. Where both texts are the same as a whole, all is.
    private func agreement(_ a: Occurrence, _ b: Occurrence) -> Agreement {
        Anchoring.agreement(a, old.folded.bytes, b, new.folded.bytes, whole: 2 * Anchoring.reach)
    }

    /// How much stands around an occurrence in the old text.
    private func surroundings(_ a: Occurrence) -> Agreement {
        Anchoring.agreement(a, old.folded.bytes, a, old.folded.bytes)
    }

    private static func agreement(
        _ a: Occurrence, _ s: [UInt8], _ b: Occurrence, _ t: [UInt8], whole: Int? = nil
    ) -> Agreement {
        let before = same(to: a.before, b.before) { distance in
            let (i, j) = (a.folded.lowerBound - 1 - distance, b.folded.lowerBound - 1 - distance)
            return (i < 0 ? nil : s[i], j < 0 ? nil : t[j])
        }
        let behind = same(to: a.behind, b.behind, isForward: true) { distance in
            let (i, j) = (a.folded.upperBound + distance, b.folded.upperBound + distance)
            return (i >= s.count ? nil : s[i], j >= t.count ? nil : t[j])
        }
        let all = min(before.count, reach) + min(behind.count, reach)
        return Agreement(
            sentence: before.sentence + behind.sentence,
            all: before.isAll && behind.isAll ? whole ?? all : all,
            isWhole: before.isWhole && behind.isWhole && Turn.mayBeSame(a.turn, b.turn))
    }

    /// How many letters at growing distances are the same, how many of them as far as the sentence goes, whether all are as
    /// far as that of either text goes, and whether none was another; nil where a text has no more.
    @inline(__always)
    private static func same(
        to edge: Int, _ other: Int, isForward: Bool = false, _ pair: (Int) -> (UInt8?, UInt8?)
    ) -> (count: Int, sentence: Int, isWhole: Bool, isAll: Bool) {
        var (count, sentence, distance) = (0, Int?.none, 0)
        // Where a sentence has no end in sight, so much of it is enough.
        let outer = max(edge, other)
        let far = outer < .max ? outer : Anchoring.open
        var isWhole: Bool { distance >= far }
        while count < reach || distance < far {
            if distance == edge { sentence = count }
            let (one, two) = pair(distance)
            guard one == two else {
                // A letter of which only the first bytes are the same is another.
                let isPart =
                    isForward && count > 0 && [one, two].contains { $0.map(isContinuation) ?? false }
                let found = isPart ? count - 1 : count
                return (found, sentence ?? found, isWhole, false)
            }
            guard let byte = one else { return (count + 1, sentence ?? count + 1, isWhole, true) }
            if !isContinuation(byte) { count += 1 }
            distance += 1
        }
        return (count, sentence ?? count, isWhole, true)
    }

    private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

    /// How much of what stands around words in the old text is the same.
    private func share(_ agreement: Int, _ words: Occurrence) -> Double {
        min(1, Double(agreement) / Double(surroundings(words).all))
    }

    /// Whether words are those that were read: in the same sentence, and a short one among the same others.
    private func tells(_ agreement: Agreement, of words: Occurrence) -> Bool {
        let there = surroundings(words)
        return agreement.isWhole
            && (words.folded.count + there.sentence >= Anchoring.whole
                || agreement.all >= min(Anchoring.least, there.all / 2))
    }

    /// Which of the places in the new text is that of one of the occurrences in the old.
    private func choose(
        _ own: Int, _ before: [Occurrence], _ there: [Occurrence], _ minimum: Double?
    ) -> Result {
        let (before, there) = (before.map { inSentence($0, old) }, there.map { inSentence($0, new) })
        let table = before.map { a in there.map { agreement(a, $0) } }
        let mine = table[own]
        let others = before.indices.filter { $0 != own }
        let possible = there.indices.filter { place in
            !others.contains { table[$0][place].leads(mine[place]) }
        }
        // Where there are as many as before, nobody can say that these are gone.
        guard !possible.isEmpty else { return there.count < before.count ? .orphaned : .ambiguous }
        let top = possible.filter { place in !possible.contains { mine[$0].leads(mine[place]) } }
        func found(_ place: Int, score: Double? = nil) -> Result {
            .found(
                Place(range: there[place].range, context: share(mine[place].all, before[own]), score: score))
        }
        guard top.contains(where: { tells(mine[$0], of: before[own]) }) else {
            let words = before[own].folded.count
            let score =
                Double(words + mine[top[0]].sentence)
                / Double(words + max(1, surroundings(before[own]).sentence))
            guard let minimum, top.count == 1, score < 1, score >= minimum else { return .ambiguous }
            return found(top[0], score: score)
        }
        if top.count == 1, !others.contains(where: { !mine[top[0]].leads(table[$0][top[0]]) }) {
            return found(top[0])
        }
        // Twins: as many as there were are in the same order.
        let twins = before.indices.filter { one in
            one == own
                || top.allSatisfy { !mine[$0].leads(table[one][$0]) && !table[one][$0].leads(mine[$0]) }
        }
        guard twins.count == top.count, let rank = twins.firstIndex(of: own) else { return .ambiguous }
        return found(top[rank])
    }

    // MARK: Something like the words

    private func similar(
        _ quote: String, _ words: Range<Int>?, _ cuts: Cuts, _ minimum: Double?, apartFrom taken: [Occurrence]
    ) -> Result {
        guard let minimum else { return .orphaned }
        let needle = Folding(quote).trimmed
        let similarity = Similarity(needle: needle, minimum: minimum)
        var found: [(range: Range<Int>, folded: Range<Int>, score: Double)] = []
        for place in similarity.places(in: new.folded.bytes) {
            // What is the same was looked at already.
            guard let whole = whole(place.range, cuts), !found.contains(where: { $0.range == whole.range }),
                !taken.contains(where: { $0.range.overlaps(whole.range) }),
                Folding(String(decoding: new.utf8[whole.range], as: UTF8.self)).trimmed != needle
            else { continue }
            let score =
                whole.folded == place.range
                ? place.score : similarity.score(of: new.folded.bytes[whole.folded])
            if score >= minimum { found.append((whole.range, whole.folded, score)) }
        }
        guard let best = found.map(\.score).max() else { return .orphaned }
        let top = found.filter { $0.score == best }
        let contexts = top.map { one in
            words.map { words in
                agreement(occurrence(words, in: old), Occurrence(range: one.range, folded: one.folded)).all
            }
        }
        let most = contexts.compactMap { $0 }.max()
        let suited = top.indices.filter { contexts[$0] == most }
        guard suited.count == 1, let only = suited.first else { return .ambiguous }
        return .found(
            Place(
                range: top[only].range,
                context: words.flatMap { words in contexts[only].map { share($0, occurrence(words, in: old)) }
                },
                score: best))
    }

    /// Folded bytes of the new text with what they cut off at their ends: characters, and words that were whole.
    private func whole(_ range: Range<Int>, _ cuts: Cuts) -> (range: Range<Int>, folded: Range<Int>)? {
        let text = new.folded
        var (start, end) = (range.lowerBound, range.upperBound)
        while end - start <= range.count + Anchoring.reach {
            guard let source = text.source(start..<end) else {
                if start > 0, text.source(start..<text.bytes.count) == nil {
                    start -= 1
                } else if end < text.bytes.count {
                    end += 1
                } else {
                    return nil
                }
                continue
            }
            if !cuts.word.start, start > 0, new.partsWord(source.lowerBound) {
                start -= 1
            } else if !cuts.word.end, end < text.bytes.count, new.partsWord(source.upperBound) {
                end += 1
            } else {
                return (source, start..<end)
            }
        }
        return nil
    }

    // MARK: What others wrote

    /// The anchors that say of other words that they are the same.
    static func problems(on connection: Connection) throws -> [Problem] {
        var rows = try connection.rows(
            """
            SELECT a.id, p.quote, n.quote FROM passage_anchor a
            CROSS JOIN passage p ON p.id = a.passage_id CROSS JOIN passage n ON n.id = a.new_passage_id
            WHERE a.outcome IN ('exact', 'moved') AND n.quote IS NOT p.quote
            """)
        var found: [Problem] = []
        while let row = try rows.next() {
            let (id, words, others) = try row.decode(Int64.self, String?.self, String?.self)
            if let words, let others, Folding(words).trimmed == Folding(others).trimmed { continue }
            found.append(
                Problem(
                    table: "passage_anchor", row: id,
                    message: "new_passage_id: it has other words; the outcome is fuzzy, with a score"))
        }
        return found
    }
}
