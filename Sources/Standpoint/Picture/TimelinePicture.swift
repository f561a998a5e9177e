// Stances along time as a picture: a lane for each holder or target, a dot for each stance.

import Foundation

extension Query where Result == Stance {
    /// The stances along time as SVG; see ``TimelinePicture``.
    /// - Throws: ``SQLiteError``.
    public func timelineSVG(of lanes: TimelinePicture.Lanes = .targets, title: String? = nil) throws -> String
    {
        TimelinePicture.svg(of: try all(), lanes: lanes, title: title)
    }
}

/// Stances along time: support above the line in blue, opposition below in orange, neither on it in grey. A stance
/// whose date is not a day stands in the middle of what the date allows, with a line as long as that is.
public enum TimelinePicture {
    /// What a lane is for.
    public enum Lanes: String, Sendable, Hashable, Codable, CaseIterable {
        /// One who takes stances.
        case holders
        /// What they are toward.
        case targets
    }

    /// How many lanes are drawn: those with the most stances.
    public static let mostLanes = 60

    /// The stances as SVG, in light, dark and print; those without a date are left out, and the caption says so.
    public static func svg(of stances: [Stance], lanes: Lanes = .targets, title: String? = nil) -> String {
        func lane(_ stance: Stance) -> Mention { lanes == .holders ? stance.holder : stance.target }
        let dated = stances.filter {
            ($0.date?.earliest).map { $0 != .distantPast } ?? false && $0.date?.latest != .distantFuture
        }
        var counts: [Mention: Int] = [:]
        for stance in dated { counts[lane(stance), default: 0] += 1 }
        let shown = Set(
            counts.sorted { ($1.value, $0.key.key) < ($0.value, $1.key.key) }.prefix(mostLanes).map(\.key))
        var byLane: [Mention: [Stance]] = [:]
        for stance in dated where shown.contains(lane(stance)) {
            byLane[lane(stance), default: []].append(stance)
        }
        // In the order in which they begin.
        let order = byLane.keys.sorted { one, other in
            let (first, second) = (start(byLane[one]), start(byLane[other]))
            return first != second ? first < second : one.key < other.key
        }
        let first = dated.compactMap { $0.date?.earliest.number }.min() ?? 0
        let last = dated.compactMap { $0.date?.latest.number }.max() ?? 1
        let axis = TimeAxis(first: first, last: max(last, first + 1))

        let (margin, size) = (24.0, 12.0)
        let labels = order.map { SVG.lines($0.name, characters: 40, most: 1)[0] }
        let left = margin + (labels.map { SVG.width($0, size: size) }.max() ?? 0) + 14
        let width = 760.0
        var svg = SVG()
        let title =
            title ?? (lanes == .holders ? "Stances of holders along time" : "Stances on targets along time")
        svg.text([title], x: margin, y: margin + 10, size: 18)
        var y = margin + 44.0
        let top = y
        var dots = SVG()
        for (mention, label) in zip(order, labels) {
            let lane = Lane(byLane[mention] ?? [], axis, width)
            let middle = y + lane.above + 6
            dots.text([label], x: left - 10, y: middle + 4, size: size, anchor: "end")
            dots.add(
                "<path class=\"g\" d=\"M\(SVG.number(left)) \(SVG.number(middle))H\(SVG.number(left + width))\"/>"
            )
            lane.draw(left, middle, &dots)
            y = middle + lane.below + 6
        }
        for tick in axis.ticks {
            let x = left + axis.share(tick.day) * width
            svg.add("<path class=\"g\" d=\"M\(SVG.number(x)) \(SVG.number(top - 4))V\(SVG.number(y + 4))\"/>")
            svg.text([tick.text], x: x, y: top - 10, size: 11, anchor: "middle", class: "m")
        }
        svg.add(dots)
        y += 26
        var x = margin
        for (name, text) in [("for", "in favour"), ("neutral", "neither"), ("against", "against")] {
            svg.add(
                "<circle class=\"\(name)\" cx=\"\(SVG.number(x + 5))\" cy=\"\(SVG.number(y - 4))\" r=\"5\"/>")
            svg.text([text], x: x + 15, y: y)
            x += SVG.width(text) + 36
        }
        var caption = "\(byLane.values.reduce(0) { $0 + $1.count }) stances in \(order.count) lanes."
        if counts.count > order.count {
            caption += " \(counts.count - order.count) lanes with fewer stances are left out."
        }
        if dated.count < stances.count {
            caption += " \(stances.count - dated.count) stances without a date are left out."
        }
        svg.text([caption], x: margin, y: y + 20, size: 11, class: "m")
        return svg.document(
            width: max(left + width + 40, SVG.width(caption, size: 11) + 2 * margin), height: y + 38,
            title: title,
            description: caption)
    }

    private static func start(_ stances: [Stance]?) -> Int {
        stances?.compactMap { $0.date?.earliest.number }.min() ?? .max
    }
}

/// The dots of one lane, stacked where they meet.
private struct Lane {
    private struct Dot {
        let stance: Stance
        let x: Double
        let ends: (Double, Double)?
        let height: Double
    }
    private var dots: [Dot] = []
    private(set) var above = 8.0
    private(set) var below = 8.0
    private static let radius = 4.0

    init(_ stances: [Stance], _ axis: TimeAxis, _ width: Double) {
        var taken: [Int: [Double]] = [:]
        for stance in stances {
            guard let date = stance.date else { continue }
            let (from, to) = (date.earliest.number, date.latest.number)
            let x = axis.share(Double(from + to) / 2) * width
            let side = stance.polarity.rawValue
            var level = 0
            while taken[side * 10_000 + level, default: []].contains(where: {
                abs($0 - x) < 2 * Lane.radius + 0.5
            }) {
                level += 1
            }
            taken[side * 10_000 + level, default: []].append(x)
            // Neither lies on the line, further ones go up with the support.
            let height = Double(side == 0 ? level : side * (level + 1)) * (2 * Lane.radius + 1)
            above = max(above, height + Lane.radius + 2)
            below = max(below, -height + Lane.radius + 2)
            let ends = from == to ? nil : (axis.share(Double(from)) * width, axis.share(Double(to)) * width)
            dots.append(Dot(stance: stance, x: x, ends: ends, height: height))
        }
    }

    func draw(_ left: Double, _ middle: Double, _ svg: inout SVG) {
        for dot in dots {
            let name = ["against", "neutral", "for"][dot.stance.polarity.rawValue + 1]
            let y = SVG.number(middle - dot.height)
            if let (from, to) = dot.ends, to - from > 2 * Lane.radius {
                svg.add(
                    "<rect class=\"\(name)\" fill-opacity=\"0.3\" x=\"\(SVG.number(left + from))\" y=\"\(SVG.number(middle - dot.height - 1))\" width=\"\(SVG.number(to - from))\" height=\"2\"/>"
                )
            }
            let words = [
                dot.stance.date?.description ?? "",
                "\(dot.stance.holder.name) \(dot.stance.act.rawValue) \(dot.stance.target.name)",
                dot.stance.evidence.quote.isEmpty ? "" : "“\(dot.stance.evidence.quote.prefix(200))”",
            ].filter { !$0.isEmpty }
            svg.add(
                "<circle class=\"\(name) o\" cx=\"\(SVG.number(left + dot.x))\" cy=\"\(y)\" r=\"\(SVG.number(Lane.radius))\"><title>\(XML.escaped(words.joined(separator: ": ")))</title></circle>"
            )
        }
    }
}

/// The axis of time: about eight round dates.
private struct TimeAxis {
    let first: Int
    let last: Int

    func share(_ day: Double) -> Double { 0.02 + 0.96 * (day - Double(first)) / Double(max(1, last - first)) }

    var ticks: [(day: Double, text: String)] {
        let (from, to) = (Day(number: first), Day(number: last))
        let span = last - first
        let months = (to.year - from.year) * 12 + to.month - from.month + 1
        if span <= 62 {
            let step = max(1, (span + 7) / 8)
            return stride(from: first, through: last, by: step).map {
                (Double($0), Day(number: $0).description)
            }
        }
        if months <= 36 {
            let step = [1, 2, 3, 4, 6].first { months / $0 <= 9 } ?? 6
            return (0...months).compactMap { number in
                let month = from.year * 12 + from.month - 1 + number
                guard month % step == 0, let day = Day(year: month / 12, month: month % 12 + 1, day: 1),
                    (first...last).contains(day.number)
                else { return nil }
                return (Double(day.number), String(day.description.prefix(7)))
            }
        }
        let years = to.year - from.year
        let step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].first { years / $0 <= 9 } ?? 1000
        return (from.year...to.year).compactMap { year in
            guard year % step == 0, let day = Day(year: year, month: 1, day: 1),
                (first...last).contains(day.number)
            else { return nil }
            return (Double(day.number), String(year))
        }
    }
}
