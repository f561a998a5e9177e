// What all pictures share: colours for light, dark and paper, texts and their widths.

import Foundation

/// An SVG 1.1 document on its way, in user units of about a pixel.
struct SVG {
    private var body = ""

    /// How many groups have a class of their own: four colours, each plain and with a ring. The four and the grey of
    /// the rest are at least 20 apart (CIEDE2000), as seen without red or green cones too (Machado 2009).
    static let colours = 8

    private static let style = """
        .bg{fill:#fff}text{font-family:system-ui,-apple-system,"Segoe UI","Helvetica Neue",Helvetica,Arial,"DejaVu Sans",sans-serif;fill:#1c1c1e}
        .l{stroke:#fff;fill:#fff;stroke-width:3px;stroke-linejoin:round}.m{fill:#6b6b70}
        .e{stroke:#8e8e93;fill:none}.n{stroke:#c0392b;fill:none;stroke-dasharray:5 3}.o{stroke:#fff;stroke-width:1.2}
        .g{stroke:#d9d9de;fill:none}.x{fill:#ececf0}.for{fill:#0a6ebd}.against{fill:#d1570a}.neutral{fill:#8e8e93}
        .c0,.c4{fill:#4890fc}.c1,.c5{fill:#902400}.c2,.c6{fill:#b49000}.c3,.c7{fill:#4824d8}.c8{fill:#98989d}
        .c4,.c5,.c6,.c7{stroke:#1c1c1e;stroke-width:2.5}
        """
    private static let dark = """
        .bg{fill:#1c1c1e}text{fill:#f2f2f7}.l{stroke:#1c1c1e;fill:#1c1c1e}.m{fill:#a1a1a8}.e{stroke:#8e8e93}.n{stroke:#ff7b6b}.o{stroke:#1c1c1e}
        .g{stroke:#3a3a3e}.x{fill:#2c2c30}.for{fill:#4aa8f0}.against{fill:#ff9145}
        .c0,.c4{fill:#90d8fc}.c1,.c5{fill:#6c6c00}.c2,.c6{fill:#d8b400}.c3,.c7{fill:#9024fc}.c8{fill:#8e8e93}
        .c4,.c5,.c6,.c7{stroke:#f2f2f7}
        """

    /// Adds a piece.
    mutating func add(_ piece: String) { body += piece + "\n" }

    /// Adds all pieces of another.
    mutating func add(_ other: SVG) { body += other.body }

    /// Adds a text; lines of it below each other.
    mutating func text(
        _ lines: [String], x: Double, y: Double, size: Double = 12, anchor: String = "start",
        class name: String = "", extra: String = ""
    ) {
        let attributes =
            "font-size=\"\(SVG.number(size))\"" + (anchor == "start" ? "" : " text-anchor=\"\(anchor)\"")
            + (name.isEmpty ? "" : " class=\"\(name)\"") + (extra.isEmpty ? "" : " \(extra)")
        let spans = lines.enumerated().map { number, line in
            lines.count == 1
                ? XML.escaped(line)
                : "<tspan x=\"\(SVG.number(x))\"\(number == 0 ? "" : " dy=\"\(SVG.number(size * 1.15))\"")>\(XML.escaped(line))</tspan>"
        }
        add("<text x=\"\(SVG.number(x))\" y=\"\(SVG.number(y))\" \(attributes)>\(spans.joined())</text>")
    }

    /// The document.
    func document(width: Double, height: Double, title: String, description: String) -> String {
        let (w, h) = (SVG.number(width.rounded(.up)), SVG.number(height.rounded(.up)))
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <svg xmlns="http://www.w3.org/2000/svg" width="\(w)" height="\(h)" viewBox="0 0 \(w) \(h)" role="img" aria-labelledby="title desc">
            <title id="title">\(XML.escaped(title))</title>
            <desc id="desc">\(XML.escaped(description))</desc>
            <style>
            \(SVG.style)
            @media screen and (prefers-color-scheme:dark){\(SVG.dark)}
            @page{size:\(w)px \(h)px;margin:0}
            @media print{.bg{fill:none}svg{display:block;width:100%;height:auto;max-height:100vh}}
            </style>
            <rect class="bg" width="\(w)" height="\(h)"/>
            \(body)</svg>

            """
    }

    /// A number with at most two decimals.
    static func number(_ value: Double) -> String {
        guard value.isFinite else { return "0" }
        let hundredths = Int((value * 100).rounded())
        let (whole, rest) = (abs(hundredths) / 100, abs(hundredths) % 100)
        let sign = hundredths < 0 ? "-" : ""
        if rest == 0 { return "\(sign)\(whole)" }
        return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest % 10 == 0 ? rest / 10 : rest)"
    }

    // MARK: Texts

    /// About how wide a text is, rather too wide than too narrow: fonts differ, and none is asked.
    static func width(_ text: String, size: Double = 12) -> Double {
        var sum = 0.0
        for scalar in text.unicodeScalars {
            switch scalar {
            case "i", "j", "l", "I", ".", ",", ":", ";", "'", "’", "|", "!", "(", ")", "[", "]", " ":
                sum += 0.36
            case "f", "t", "r", "-", "/", "\"", "1": sum += 0.46
            case "m", "w", "M", "W", "@", "%", "—", "…", "&": sum += 0.98
            case "A"..."Z": sum += 0.74
            case "a"..."z", "0"..."9": sum += 0.62
            case let other where other.properties.generalCategory == .nonspacingMark: break
            case let other where other.value < 0x1100: sum += 0.7
            default: sum += 1.1
            }
        }
        return sum * size
    }

    /// A text in at most so many lines of at most so many characters; an ellipsis stands for what does not fit.
    static func lines(_ text: String, characters: Int = 26, most: Int = 2) -> [String] {
        var lines: [String] = [""]
        let words = text.split(whereSeparator: \.isWhitespace)
        for (place, word) in words.enumerated() {
            let current = lines[lines.count - 1]
            if current.isEmpty || current.count + 1 + word.count <= characters {
                lines[lines.count - 1] = current.isEmpty ? String(word) : "\(current) \(word)"
            } else if lines.count < most {
                lines.append(String(word))
            } else {
                lines[lines.count - 1] = current + (place < words.count ? " …" : "")
                break
            }
        }
        return lines.map { $0.count > characters + 4 ? $0.prefix(characters + 3) + "…" : $0 }
    }
}

/// A rectangle for labels.
struct Box {
    var x: Double
    var y: Double
    var width: Double
    var height: Double

    func overlaps(_ other: Box, by gap: Double = 0) -> Bool {
        x < other.x + other.width + gap && other.x < x + width + gap && y < other.y + other.height + gap
            && other.y < y + height + gap
    }

    /// Whether a straight line goes through.
    func isCrossed(from a: Point, to b: Point) -> Bool {
        guard min(a.x, b.x) < x + width, max(a.x, b.x) > x, min(a.y, b.y) < y + height, max(a.y, b.y) > y
        else { return false }
        // All corners on one side of the line: it passes by.
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        let sides = [(x, y), (x + width, y), (x, y + height), (x + width, y + height)].map {
            dx * ($0.1 - a.y) - dy * ($0.0 - a.x) > 0
        }
        return sides.contains(true) && sides.contains(false)
    }
}

/// Boxes by place, so that what is near is found without looking at all.
struct BoxGrid {
    private let cell: Double
    private var boxes: [Int64: [(box: Box, owner: Int)]] = [:]

    init(cell: Double) { self.cell = cell }

    private func cells(_ box: Box) -> [Int64] {
        let (x0, x1) = (
            Int64((box.x / cell).rounded(.down)), Int64(((box.x + box.width) / cell).rounded(.down))
        )
        let (y0, y1) = (
            Int64((box.y / cell).rounded(.down)), Int64(((box.y + box.height) / cell).rounded(.down))
        )
        return (x0...x1).flatMap { x in (y0...y1).map { x &* 1_000_003 &+ $0 } }
    }

    mutating func insert(_ box: Box, owner: Int) {
        for place in cells(box) { boxes[place, default: []].append((box, owner)) }
    }

    func isFree(_ box: Box, except owner: Int) -> Bool {
        cells(box).allSatisfy { place in
            boxes[place, default: []].allSatisfy { $0.owner == owner || !$0.box.overlaps(box) }
        }
    }
}
