// The network as a picture: an SVG that needs no other tool.

import Foundation

extension Network {
    /// How many nodes a picture can hold.
    public static let largestPicture = 2000

    /// The network as SVG: colour by community (none for conflict), size by strength, width by weight, in light, dark and print.
    ///
    /// The same network always gives the same picture. Labels do not collide; a label that finds no room is left out
    /// and shows when the node is pointed at. Targets of two modes are squares. Ties of weight below 0 are dashed.
    /// Of many ties only the two strongest of each node and the strongest of the others are drawn, and the caption says
    /// so; the layout is that of all.
    /// - Parameters:
    ///   - title: What the picture shows.
    ///   - seed: The seed of the communities.
    ///   - ties: How many ties are drawn at most; four for each node and a hundred where left out.
    /// - Throws: ``StandpointError/network(_:)`` for more than ``largestPicture`` nodes.
    public func svg(title: String? = nil, seed: UInt64 = 1, ties: Int? = nil) throws -> String {
        guard nodes.count <= Network.largestPicture else {
            throw StandpointError.network(
                "a picture of \(nodes.count) nodes cannot be read; keep at most \(Network.largestPicture), "
                    + "for instance those with strong ties")
        }
        // Who fights the same opponent need not stand together: conflict has no communities.
        let groups =
            try relation == .conflict
            ? [Int](repeating: 0, count: nodes.count)
            : keeping { $0.weight > 0 }.communities(seed: seed).membership
        return NetworkPicture(self, groups, ties ?? 4 * nodes.count + 100).svg(title)
    }
}

/// A picture on its way.
private struct NetworkPicture {
    private let network: Network
    private let groups: [Int]
    private let sizes: [Int]
    private let drawn: [Network.Edge]
    private let radii: [Double]
    private let order: [Int]
    private let lines: [[String]]
    private let size = 12.0
    private let margin = 24.0

    init(_ network: Network, _ groups: [Int], _ ties: Int) {
        (self.network, self.groups) = (network, groups)
        var sizes = [Int](repeating: 0, count: (groups.max() ?? -1) + 1)
        for group in groups { sizes[group] += 1 }
        self.sizes = sizes
        var strengths = [Double](repeating: 0, count: network.nodes.count)
        for edge in network.edges {
            strengths[edge.source] += abs(edge.weight)
            strengths[edge.target] += abs(edge.weight)
        }
        let most = max(strengths.max() ?? 0, .leastNormalMagnitude)
        radii = strengths.map { 4 + 9 * ($0 / most).squareRoot() }
        order = network.nodes.indices.sorted { (strengths[$1], $0) < (strengths[$0], $1) }
        lines = network.nodes.map { SVG.lines($0.label) }
        drawn = NetworkPicture.strongest(network, ties)
    }

    /// The two strongest ties of each node, and of the others the strongest, weakest first.
    private static func strongest(_ network: Network, _ most: Int) -> [Network.Edge] {
        let sorted = network.edges.sorted {
            (abs($1.weight), $0.source, $0.target) < (abs($0.weight), $1.source, $1.target)
        }
        guard sorted.count > most else { return sorted.reversed() }
        var count = [Int](repeating: 0, count: network.nodes.count)
        var (kept, rest) = ([Network.Edge](), [Network.Edge]())
        for edge in sorted {
            if count[edge.source] < 2 || count[edge.target] < 2 {
                count[edge.source] += 1
                count[edge.target] += 1
                kept.append(edge)
            } else {
                rest.append(edge)
            }
        }
        kept += rest.prefix(max(0, most - kept.count))
        return kept.sorted {
            (abs($0.weight), $0.source, $0.target) < (abs($1.weight), $1.source, $1.target)
        }
    }

    func svg(_ title: String?) -> String {
        let places = StressLayout.places(network, groups: groups)
        var scale = 64.0
        var labels = placed(points(places, scale))
        // Where many labels find no room, the same layout is drawn larger.
        for _ in 0..<6 where 20 * labels.count(where: { $0 == nil }) > network.nodes.count {
            scale *= 1.25
            labels = placed(points(places, scale))
        }
        return draw(points(places, scale), labels, title)
    }

    private func points(_ places: [Point], _ scale: Double) -> [Point] {
        places.map { Point(x: $0.x * scale, y: $0.y * scale) }
    }

    // MARK: Labels

    /// Where each label goes: beside its node, above or below, wherever it covers neither node nor label and the
    /// fewest ties; nil for none.
    private func placed(_ points: [Point]) -> [Box?] {
        var grid = BoxGrid(cell: 60)
        for node in points.indices {
            let radius = radii[node]
            grid.insert(
                Box(
                    x: points[node].x - radius, y: points[node].y - radius, width: 2 * radius,
                    height: 2 * radius),
                owner: node)
        }
        var labels = [Box?](repeating: nil, count: points.count)
        for node in order {
            let width = (lines[node].map { SVG.width($0, size: size) }.max() ?? 0) + 2
            let height = size * 1.15 * Double(lines[node].count) + 2
            let (x, y, gap) = (points[node].x, points[node].y, radii[node] + 3)
            let candidates = [
                (x + gap, y - height / 2), (x - gap - width, y - height / 2),
                (x - width / 2, y - gap - height),
                (x - width / 2, y + gap), (x + gap * 0.7, y - gap * 0.7 - height),
                (x + gap * 0.7, y + gap * 0.7),
                (x - gap * 0.7 - width, y - gap * 0.7 - height), (x - gap * 0.7 - width, y + gap * 0.7),
            ]
            // Of the free sides, the first of those that the fewest ties cross.
            var least = Int.max
            for (left, top) in candidates where least > 0 {
                let box = Box(x: left, y: top, width: width, height: height)
                guard grid.isFree(box, except: node) else { continue }
                let crossed = drawn.count { box.isCrossed(from: points[$0.source], to: points[$0.target]) }
                if crossed < least { (labels[node], least) = (box, crossed) }
            }
            if let box = labels[node] { grid.insert(box, owner: -1 - node) }
        }
        return labels
    }

    // MARK: Drawing

    private func draw(_ points: [Point], _ labels: [Box?], _ title: String?) -> String {
        var (left, top, right, bottom) = (0.0, 0.0, 0.0, 0.0)
        for (node, point) in points.enumerated() {
            let label = labels[node] ?? Box(x: point.x, y: point.y, width: 0, height: 0)
            left = min(left, point.x - radii[node], label.x)
            top = min(top, point.y - radii[node], label.y)
            right = max(right, point.x + radii[node], label.x + label.width)
            bottom = max(bottom, point.y + radii[node], label.y + label.height)
        }
        let title = title ?? "Network: \(network.relation.rawValue)"
        let legend = legend()
        let head = margin + 30
        let legendWidth = legend.map { SVG.width($0.text) + 24 }.max() ?? 0
        let width = max(
            right - left + 2 * margin, SVG.width(title, size: 18) + 2 * margin, legendWidth + 2 * margin, 320)
        let moved = points.map {
            Point(x: $0.x - left + (width - (right - left)) / 2, y: $0.y - top + head)
        }
        let shift = Point(x: -left + (width - (right - left)) / 2, y: -top + head)
        var svg = SVG()
        svg.text([title], x: margin, y: margin + 10, size: 18)
        let weights = drawn.map { abs($0.weight) }
        let heaviest = max(weights.max() ?? 1, .leastNormalMagnitude)
        let areEqual = weights.min() == weights.max()
        svg.add("<g stroke-opacity=\"0.45\">")
        for edge in drawn {
            let share = areEqual ? 0.2 : abs(edge.weight) / heaviest
            let (a, b) = (moved[edge.source], moved[edge.target])
            svg.add(
                "<path class=\"\(edge.weight < 0 ? "n" : "e")\" stroke-width=\"\(SVG.number(0.4 + 4.6 * share))\" d=\"M\(SVG.number(a.x)) \(SVG.number(a.y))L\(SVG.number(b.x)) \(SVG.number(b.y))\"/>"
            )
        }
        svg.add("</g>")
        for node in network.nodes.indices.reversed() { svg.add(shape(node, moved[node])) }
        for node in order {
            guard let box = labels[node] else { continue }
            // Beside its node a label ends or begins there, above and below it is centred.
            let isLeft = box.x + box.width <= points[node].x
            let isRight = box.x >= points[node].x
            let x = isLeft ? box.x + box.width - 1 : isRight ? box.x + 1 : box.x + box.width / 2
            let anchor = isLeft ? "end" : isRight ? "start" : "middle"
            // Its ground first, so that it can be read on ties; not every program knows SVG 2's paint-order.
            for (name, extra) in [("l", "aria-hidden=\"true\""), ("", "")] {
                svg.text(
                    lines[node], x: x + shift.x, y: box.y + shift.y + size, size: size, anchor: anchor,
                    class: name,
                    extra: extra)
            }
        }
        var y = head + bottom - top + margin + 8
        for (number, entry) in legend.enumerated() {
            svg.add(
                "<circle cx=\"\(SVG.number(margin + 6))\" cy=\"\(SVG.number(y - 4))\" r=\"6\" class=\"c\(min(number, SVG.colours))\"/>"
            )
            svg.text([entry.text], x: margin + 20, y: y)
            y += 18
        }
        let caption = caption(labels.count { $0 == nil })
        for line in SVG.lines(caption, characters: max(40, Int((width - 2 * margin) / 7)), most: 4) {
            svg.text([line], x: margin, y: y + 2, size: 11, class: "m")
            y += 14
        }
        return svg.document(width: width, height: y + 12, title: title, description: caption)
    }

    private func shape(_ node: Int, _ point: Point) -> String {
        let radius = radii[node]
        let title = "<title>\(XML.escaped(network.nodes[node].label))</title>"
        // Grey: one alone, and where colour would mean nothing.
        let group = network.relation == .conflict || sizes[groups[node]] < 2 ? SVG.colours : groups[node]
        let colour = "class=\"o c\(min(group, SVG.colours))\""
        if network.nodes[node].mode == 1 {
            return
                "<rect \(colour) x=\"\(SVG.number(point.x - radius * 0.9))\" y=\"\(SVG.number(point.y - radius * 0.9))\" width=\"\(SVG.number(radius * 1.8))\" height=\"\(SVG.number(radius * 1.8))\">\(title)</rect>"
        }
        return
            "<circle \(colour) cx=\"\(SVG.number(point.x))\" cy=\"\(SVG.number(point.y))\" r=\"\(SVG.number(radius))\">\(title)</circle>"
    }

    /// The communities of more than one node, each named by its strongest, the smallest together.
    private func legend() -> [(text: String, count: Int)] {
        var names = [Int: String]()
        for node in order where names[groups[node]] == nil {
            names[groups[node]] = SVG.lines(network.nodes[node].label, characters: 40, most: 1)[0]
        }
        let large = sizes.indices.prefix(SVG.colours).filter { sizes[$0] > 1 }
        guard large.count > 1 else { return [] }
        var legend = large.map { ("\(names[$0] ?? "") and \(sizes[$0] - 1) more", sizes[$0]) }
        let rest = sizes.dropFirst(SVG.colours).reduce(0, +)
        if rest > 0, large.count == SVG.colours { legend.append(("\(rest) in smaller communities", rest)) }
        return legend
    }

    private func caption(_ unlabelled: Int) -> String {
        let network = network
        var parts = [
            "\(network.nodes.count) nodes, \(network.edges.count) ties (\(network.relation.rawValue)"
        ]
        parts[0] +=
            network.normalization == .none ? ")." : ", normalized by \(network.normalization.rawValue))."
        if drawn.count < network.edges.count {
            parts.append("\(drawn.count) ties are drawn: the strongest, and two of each node.")
        }
        if unlabelled > 0 {
            parts.append("\(unlabelled) labels find no room and show when a node is pointed at.")
        }
        if network.edges.contains(where: { $0.weight < 0 }) { parts.append("Dashed: below 0.") }
        let weights = drawn.map { abs($0.weight) }
        if let least = weights.min(), let most = weights.max() {
            parts.append(
                least == most
                    ? "All ties drawn weigh \(SVG.number(least))."
                    : "Width: weight, \(SVG.number(least)) to \(SVG.number(most)).")
            parts.append(
                network.edges.contains { $0.weight < 0 }
                    ? "Size: the sum of a node's weights, whatever their sign."
                    : "Size: the sum of a node's weights.")
        }
        if network.relation == .conflict { parts.append("Opponents lie apart; colour has no meaning.") }
        if network.nodes.contains(where: { $0.mode == 1 }) { parts.append("Circle: actor; square: target.") }
        return parts.joined(separator: " ")
    }
}
