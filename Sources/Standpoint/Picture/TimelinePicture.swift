// Stances along time as a picture: a lane for each holder or target, a dot for each stance.

import Foundation

extension Query where Result == Stance {
    /// The stances along time as SVG, without those of rank `deprecated`; see ``TimelinePicture``.
    /// - Throws: ``SQLiteError``.
    public func timelineSVG(of lanes: TimelinePicture.Lanes = .targets, title: String? = nil) throws -> String
    {
        TimelinePicture.svg(of: try adding("f.rank <> 'deprecated'").all(), lanes: lanes, title: title)
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

    /// A stance and the days that its date allows.
    struct Dated {
        let stance: Stance
        let first: Int
        let last: Int

        init?(_ stance: Stance) {
            guard let date = stance.date else { return nil }
            let (earliest, latest) = (date.earliest, date.latest)
            guard earliest != .distantPast, latest != .distantFuture else { return nil }
            (self.stance, first, last) = (stance, earliest.number, latest.number)
        }
    }

    /// The stances as SVG, in light, dark and print; those without a date are left out, and the caption says so.
    public static func svg(of stances: [Stance], lanes: Lanes = .targets, title: String? = nil) -> String {
        let dated = stances.compactMap { Dated($0) }
        var byLane: [Mention: [Dated]] = [:]
        for item in dated {
            byLane[lanes == .holders ? item.stance.holder : item.stance.target, default: []].append(item)
        }
        let drawn = mostFrequent(byLane)
        var caption = "\(drawn.reduce(0) { $0 + $1.items.count }) stances in \(drawn.count) lanes."
        if byLane.count > drawn.count {
            caption += " \(byLane.count - drawn.count) lanes with fewer stances are left out."
        }
        if dated.count < stances.count {
            caption += " \(stances.count - dated.count) stances without a date are left out."
        }
        let plain = lanes == .holders ? "Stances of holders along time" : "Stances on targets along time"
        return draw(drawn, title ?? plain, caption)
    }

    /// The lanes with the most stances, in the order in which they begin.
    private static func mostFrequent(_ lanes: [Mention: [Dated]]) -> [(name: String, items: [Dated])] {
        let all = lanes.map {
            (key: $0.key.key, name: $0.key.name, items: $0.value, start: $0.value.map(\.first).min() ?? 0)
        }
        let frequent = all.sorted { ($1.items.count, $0.key) < ($0.items.count, $1.key) }.prefix(mostLanes)
        return frequent.sorted { ($0.start, $0.key) < ($1.start, $1.key) }.map {
            (name: $0.name, items: $0.items)
        }
    }

    private static func draw(_ lanes: [(name: String, items: [Dated])], _ title: String, _ caption: String)
        -> String
    {
        let items = lanes.flatMap(\.items)
        let first = items.map(\.first).min() ?? 0
        let axis = TimeAxis(first: first, last: max(items.map(\.last).max() ?? 0, first + 1))
        let (margin, size, width) = (24.0, 12.0, 760.0)
        let labels = lanes.map { SVG.lines($0.name, characters: 40, most: 1)[0] }
        let left = margin + (labels.map { SVG.width($0, size: size) }.max() ?? 0) + 14
        let top = margin + 44
        var (svg, dots, y) = (SVG(), SVG(), top)
        for (lane, label) in zip(lanes, labels) {
            let stacked = Lane(lane.items, axis, width)
            let middle = y + stacked.above + 6
            dots.text([label], x: left - 10, y: middle + 4, size: size, anchor: "end")
            dots.add(
                "<path class=\"g\" d=\"M\(SVG.number(left)) \(SVG.number(middle))H\(SVG.number(left + width))\"/>"
            )
            stacked.draw(left, middle, &dots)
            y = middle + stacked.below + 6
        }
        svg.text([title], x: margin, y: margin + 10, size: 18)
        for tick in items.isEmpty ? [] : axis.ticks {
            let x = left + axis.share(tick.day) * width
            svg.add("<path class=\"g\" d=\"M\(SVG.number(x)) \(SVG.number(top - 4))V\(SVG.number(y + 4))\"/>")
            svg.text([tick.text], x: x, y: top - 10, size: 11, anchor: "middle", class: "m")
            // Where the top is out of sight, the dates stand below too.
            if y - top > 400 {
                svg.text([tick.text], x: x, y: y + 17, size: 11, anchor: "middle", class: "m")
            }
        }
        svg.add(dots)
        y += y - top > 400 ? 44 : 26
        var x = margin
        for side in Lane.sides {
            svg.add(
                "<circle class=\"\(side.name)\" cx=\"\(SVG.number(x + 5))\" cy=\"\(SVG.number(y - 4))\" r=\"5\"/>"
            )
            svg.text([side.text], x: x + 15, y: y)
            x += SVG.width(side.text) + 36
        }
        svg.text([caption], x: margin, y: y + 20, size: 11, class: "m")
        return svg.document(
            width: max(left + width + 40, SVG.width(caption, size: 11) + 2 * margin), height: y + 38,
            title: title,
            description: caption)
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
    /// How many dots stand on each other; a number stands for those that are more.
    private static let mostStacked = 12
    private var more: [(x: Double, height: Double, count: Int)] = []

    /// The sides, support first, with their names as classes and in words.
    static let sides: [(polarity: Polarity, name: String, text: String)] = [
        (.supports, "for", "in favour"), (.neutral, "neutral", "neither"), (.opposes, "against", "against"),
    ]

    init(_ stances: [TimelinePicture.Dated], _ axis: TimeAxis, _ width: Double) {
        var taken: [Int: [Double]] = [:]
        var full: [Int: [(x: Double, count: Int)]] = [:]
        for dated in stances {
            let (stance, from, to) = (dated.stance, dated.first, dated.last)
            let x = axis.share(Double(from + to) / 2) * width
            let side = stance.polarity.rawValue
            var level = 0
            while level < Lane.mostStacked,
                taken[side * 10_000 + level, default: []].contains(where: {
                    abs($0 - x) < 2 * Lane.radius + 0.5
                })
            {
                level += 1
            }
            if level >= Lane.mostStacked {
                let near = full[side, default: []].firstIndex { abs($0.x - x) < 20 }
                if let near { full[side]?[near].count += 1 } else { full[side, default: []].append((x, 1)) }
                continue
            }
            taken[side * 10_000 + level, default: []].append(x)
            // Neither lies on the line, further ones go up with the support.
            let height = Double(side == 0 ? level : side * (level + 1)) * (2 * Lane.radius + 1)
            above = max(above, height + Lane.radius + 2)
            below = max(below, -height + Lane.radius + 2)
            let ends = from == to ? nil : (axis.share(Double(from)) * width, axis.share(Double(to)) * width)
            dots.append(Dot(stance: stance, x: x, ends: ends, height: height))
        }
        for (side, places) in full.sorted(by: { $0.key < $1.key }) {
            let height = Double(Lane.mostStacked + 1) * (2 * Lane.radius + 1)
            if side < 0 { below = max(below, height + 10) } else { above = max(above, height + 10) }
            more += places.map { (x: $0.x, height: side < 0 ? -height : height, count: $0.count) }
        }
    }

    func draw(_ left: Double, _ middle: Double, _ svg: inout SVG) {
        for rest in more {
            svg.text(
                ["+\(rest.count)"], x: left + rest.x, y: middle - rest.height + 4, size: 10, anchor: "middle",
                class: "m")
        }
        for dot in dots {
            let name = Lane.sides.first { $0.polarity == dot.stance.polarity }?.name ?? "neutral"
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
