// “Did you mean …”: the words nearest to one that is not known.

enum Nearest {
    /// The candidates that differ least from a word, best first; none that differs in more than about a third of it.
    static func matches(to word: String, in candidates: some Sequence<String>, limit: Int = 3) -> [String] {
        let wanted = Array(word.lowercased().utf8.prefix(80))
        let most = max(1, wanted.count / 3)
        var found: [(distance: Int, candidate: String)] = []
        for candidate in candidates {
            let letters = Array(candidate.lowercased().utf8.prefix(80))
            guard abs(letters.count - wanted.count) <= most || contains(letters, wanted) else { continue }
            let distance = contains(letters, wanted) ? 1 : distance(wanted, letters)
            if distance <= most { found.append((distance, candidate)) }
        }
        return found.sorted { ($0.distance, $0.candidate) < ($1.distance, $1.candidate) }.prefix(limit).map(
            \.candidate)
    }

    /// “did you mean a, b or c?”, or nothing.
    static func hint(for word: String, in candidates: some Sequence<String>) -> String {
        let matches = matches(to: word, in: candidates)
        guard let last = matches.last else { return "" }
        let head = matches.dropLast().joined(separator: ", ")
        return "; did you mean " + (head.isEmpty ? last : "\(head) or \(last)") + "?"
    }

    private static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
        part.count >= 4 && !DocumentText.ranges(of: part, in: text).isEmpty
    }

    /// How many letters must be put in, left out, changed or swapped (optimal string alignment).
    static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var before = [Int](), last = Array(0...b.count), now = last
        for (i, letter) in a.enumerated() {
            now[0] = i + 1
            for (j, other) in b.enumerated() {
                now[j + 1] = min(last[j] + (letter == other ? 0 : 1), last[j + 1] + 1, now[j] + 1)
                if i > 0, j > 0, letter == b[j - 1], a[i - 1] == other {
                    now[j + 1] = min(now[j + 1], before[j - 1] + 1)
                }
            }
            (before, last, now) = (last, now, before.isEmpty ? last : before)
        }
        return last[b.count]
    }
}
