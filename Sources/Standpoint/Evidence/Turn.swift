// Who speaks, where a record says so at the beginning of a line.

/// What somebody says in a record, an interview or a debate: from a line that begins with who speaks (`Ms ARDEN: …`) to the
/// next such line.
struct Turn: Hashable {
    /// The byte with which it begins.
    let start: Int
    /// Who speaks, in small letters, word by word.
    let speaker: Set<String>
    /// Whether that is a name by how it is written, and the text a record by how many there are.
    var isName: Bool
    /// Whether another turn begins likewise.
    var isRepeated = false

    /// How far behind its line a turn still goes on, in bytes.
    static let reach = 4000

    /// The turns of a text: a line that begins with some words and a colon ends the one before. It says who speaks where
    /// the words are a name in capitals behind a title (`Ms ARDEN:`), and the text has several, or where another line
    /// begins likewise (`Ana:`).
    static func all(in text: String) -> [Turn] {
        var (lines, counts) = ([Turn](), [Set<String>: Int]())
        var start = 0
        for line in text.utf8.split(
            omittingEmptySubsequences: false, whereSeparator: { $0 == 10 || $0 == 13 })
        {
            defer { start += line.count + 1 }
            guard let colon = line.prefix(80).firstIndex(of: UInt8(ascii: ":")),
                case let rest = line[line.index(after: colon)...], rest.first ?? 32 == 32
            else { continue }
            let words = Substring(line[..<colon]).split { !$0.isLetter && !$0.isNumber }
            guard (1...8).contains(words.count), words.allSatisfy({ $0.allSatisfy(\.isLetter) }),
                words.first?.first?.isLowercase == false
            else { continue }
            let capitals = words.count { $0.count > 1 && $0.allSatisfy(\.isUppercase) }
            let isName =
                capitals > 0 && capitals < words.count && words.allSatisfy { $0.first?.isUppercase == true }
            lines.append(Turn(start: start, speaker: Set(words.map { $0.lowercased() }), isName: isName))
            counts[lines[lines.count - 1].speaker, default: 0] += 1
        }
        let isRecord = lines.count(where: \.isName) > 1
        for index in lines.indices {
            lines[index].isName = lines[index].isName && isRecord
            lines[index].isRepeated = counts[lines[index].speaker, default: 0] > 1
        }
        return lines
    }

    /// Whether two turns may be of one speaker: what is said of one may be said in more words in the other.
    static func mayBeSame(_ one: Turn?, _ other: Turn?) -> Bool {
        guard let one, let other else { return true }
        return one.speaker.isSubset(of: other.speaker) || other.speaker.isSubset(of: one.speaker)
    }
}

extension DocumentText {
    /// The turn in which a byte stands, where one begins not far before. What is no name is a speaker only where it is one
    /// in another capture too: captions and notes come and go.
    func turn(at byte: Int, knownTo other: DocumentText) -> Turn? {
        var (low, high) = (0, turns.count)
        while low < high {
            let middle = (low + high) / 2
            if turns[middle].start <= byte { low = middle + 1 } else { high = middle }
        }
        guard low > 0, case let turn = turns[low - 1], byte - turn.start <= Turn.reach else { return nil }
        return turn.isName || turn.isRepeated && other.turns.contains { $0.speaker == turn.speaker }
            ? turn : nil
    }
}
