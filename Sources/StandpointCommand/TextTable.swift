// A table for a person: columns as wide as they need and the terminal allows, long words wrapped.

import Foundation
import Standpoint

struct TextTable {
    let text: String

    init(_ answer: Answer) {
        let cells = answer.rows.map { $0.map { TextTable.oneLine(Answer.plain($0)) } }
        // A column that is empty throughout says nothing.
        let shown = answer.columns.indices.filter { column in
            cells.isEmpty || cells.contains { !$0[column].isEmpty }
        }
        let head = shown.map { TextTable.oneLine(answer.columns[$0]) }
        let body = cells.map { row in shown.map { row[$0] } }
        var widths = head.indices.map { column in
            let most = max(TextTable.width(head[column]), body.map { TextTable.width($0[column]) }.max() ?? 0)
            return min(most, TextTable.terminalWidth)
        }
        let gaps = 2 * max(0, widths.count - 1)
        let least = head.indices.map { column in
            max(12, body.lazy.map { TextTable.longestDate(in: $0[column]) }.max() ?? 0)
        }
        // What does not fit is taken from the widest columns, as long as their dates stay whole.
        while widths.reduce(0, +) + gaps > TextTable.terminalWidth,
            let widest = widths.indices.filter({ widths[$0] > least[$0] }).max(by: { widths[$0] < widths[$1] }
            )
        {
            widths[widest] -= 1
        }
        func line(_ cells: [String]) -> String {
            let wrapped = zip(cells, widths).map { TextTable.wrap($0, $1) }
            let height = wrapped.map(\.count).max() ?? 1
            return (0..<height).map { number in
                var text = ""
                for (column, lines) in wrapped.enumerated() {
                    let part = number < lines.count ? lines[number] : ""
                    text +=
                        part
                        + String(repeating: " ", count: max(0, widths[column] - TextTable.width(part)) + 2)
                }
                while text.hasSuffix(" ") { text.removeLast() }
                return text
            }.joined(separator: "\n")
        }
        let rule = widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ")
        text =
            ([line(head), rule] + body.map(line)).joined(separator: "\n")
            + (body.isEmpty ? "\n(no rows)" : "")
    }

    /// One row as a list of its columns, those without a value left out.
    static func list(_ answer: Answer) -> String {
        let width = answer.columns.map(width).max() ?? 0
        return zip(answer.columns, answer.rows.first ?? []).filter { $1 != .null }.map { column, value in
            let lines = wrap(oneLine(Answer.plain(value)), max(20, terminalWidth - width - 2))
            let indent = String(repeating: " ", count: width + 2)
            return column + String(repeating: " ", count: width - TextTable.width(column) + 2)
                + lines.joined(separator: "\n" + indent)
        }.joined(separator: "\n")
    }

    private static let terminalWidth: Int = {
        if let columns = ProcessInfo.processInfo.environment["COLUMNS"].flatMap(Int.init), columns > 20 {
            return columns
        }
        var size = winsize()
        if ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 20 { return Int(size.ws_col) }
        return 120
    }()

    private static func oneLine(_ text: String) -> String {
        func isBreak(_ character: Character) -> Bool { character.isNewline || character == "\t" }
        guard text.contains(where: isBreak) else { return text.printable }
        return text.split(whereSeparator: isBreak).joined(separator: " ").printable
    }

    private static func longestDate(in text: String) -> Int {
        text.split(separator: " ").lazy.filter(isDate).map(\.count).max() ?? 0
    }

    /// Whether a word is a date or a span of dates, EDTF, or a moment.
    private static func isDate(_ word: Substring) -> Bool {
        word.count <= 40 && word.contains("-") && word.allSatisfy { "0123456789-/.~?%XTZ:".contains($0) }
    }

    /// How many columns of a terminal a text takes: East Asian wide characters and emoji take two.
    private static func width(_ text: String) -> Int { text.reduce(0) { $0 + width($1) } }

    private static func width(_ character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F1E6...0x1F1FF, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }

    private static func wrap(_ text: String, _ limit: Int) -> [String] {
        var (lines, line) = ([String](), "")
        for var word in text.split(separator: " ") {
            if !line.isEmpty, width(line) + 1 + width(String(word)) > limit {
                lines.append(line)
                line = ""
            }
            while !isDate(word), width(String(word)) > limit {
                var (head, room) = (word.startIndex, limit)
                while head < word.endIndex, room >= width(word[head]) || head == word.startIndex {
                    room -= width(word[head])
                    head = word.index(after: head)
                }
                lines.append(String(word[..<head]))
                word = word[head...]
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        if !line.isEmpty || lines.isEmpty { lines.append(line) }
        return lines
    }
}
