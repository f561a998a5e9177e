// Who speaks, where a record says so at the beginning of a line.

/// What somebody says in a record, an interview or a debate: from a line that begins with who speaks (`Ms ARDEN: …`) to the
/// next such line.
struct Turn: Hashable {
    /// The byte with which it begins.
    let start: Int
    /// Who speaks, in small letters, word by word.
    let speaker: Set<String>

    /// How far behind its line a turn still goes on, in bytes.
    static let reach = 4000

    /// The turns of a text. A line begins with who speaks where a name in capitals stands behind a title before the colon
    /// (`Ms ARDEN:`, but not `UPDATE:`), or where another line begins likewise.
    static func all(in text: String) -> [Turn] {
        var (lines, counts) = ([(turn: Turn, isName: Bool)](), [Set<String>: Int]())
        var start = 0
        for line in text.utf8.split(
            omittingEmptySubsequences: false, whereSeparator: { $0 == 10 || $0 == 13 })
        {
            defer { start += line.count + 1 }
            guard let colon = line.prefix(80).firstIndex(of: UInt8(ascii: ":")) else { continue }
            let words = Substring(line[..<colon]).split { !$0.isLetter && !$0.isNumber }
            guard (1...8).contains(words.count), let first = words.first?.first, first.isLetter,
                !first.isLowercase
            else { continue }
            let turn = Turn(start: start, speaker: Set(words.map { $0.lowercased() }))
            counts[turn.speaker, default: 0] += 1
            let capitals = words.count { $0.count > 1 && $0.allSatisfy(\.isUppercase) }
            lines.append((turn, capitals > 0 && capitals < words.count))
        }
        return lines.filter { $0.isName || counts[$0.turn.speaker, default: 0] > 1 }.map(\.turn)
    }

    /// Whether two turns may be of one speaker: what is said of one may be said in more words in the other.
    static func mayBeSame(_ one: Turn?, _ other: Turn?) -> Bool {
        guard let one, let other else { return true }
        return one.speaker.isSubset(of: other.speaker) || other.speaker.isSubset(of: one.speaker)
    }
}

extension DocumentText {
    /// The turn in which a byte stands, where one begins not far before.
    func turn(at byte: Int) -> Turn? {
        var (low, high) = (0, turns.count)
        while low < high {
            let middle = (low + high) / 2
            if turns[middle].start <= byte { low = middle + 1 } else { high = middle }
        }
        return low > 0 && byte - turns[low - 1].start <= Turn.reach ? turns[low - 1] : nil
    }
}
