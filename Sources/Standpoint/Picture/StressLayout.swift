// Where the nodes of a network go: distances on paper as much like those in the network as they can be.

import Foundation

/// A place on paper.
struct Point {
    var x: Double
    var y: Double
}

/// Layout by stress majorization (Gansner, Koren, North 2004), the parts of a network side by side. The same network
/// always gives the same layout.
enum StressLayout {
    /// The places of the nodes; neighbours are about 1 apart.
    ///
    /// Ties count by what they are beside the strengths of their ends. Ties below 0, and those of conflict, part.
    /// - Parameter groups: The community of each node; communities lie apart.
    static func places(_ network: Network, groups: [Int]) -> [Point] {
        let components = network.components
        var members: [[Int]] = []
        for (node, component) in components.enumerated() {
            if component == members.count { members.append([]) }
            members[component].append(node)
        }
        var places = [Point](repeating: Point(x: 0, y: 0), count: network.nodes.count)
        let parts = members.filter { $0.count > 1 }.sorted { ($1.count, $0[0]) < ($0.count, $1[0]) }
        for nodes in parts {
            place(nodes.sorted { (groups[$0], $0) < (groups[$1], $1) }, network, groups, &places)
        }
        pack(parts, members.filter { $0.count == 1 }.map { $0[0] }, &places)
        return places
    }

    /// How many of its strongest ties place a node: where nearly all are tied, all ties together tell nothing.
    private static let backbone = 6

    /// Finds the places of a part.
    private static func place(
        _ nodes: [Int], _ network: Network, _ groups: [Int], _ places: inout [Point]
    ) {
        let count = nodes.count
        let distances = distances(nodes, network, groups)

        // Communities begin side by side around a circle; ties by symmetry are broken by the angle.
        var points = nodes.indices.map { place -> Point in
            let angle = 2 * Double.pi * (Double(place) + 0.25) / Double(count)
            let radius = Double(count).squareRoot() * (0.9 + 0.2 * Double(place % 5) / 5)
            return Point(x: radius * cos(angle), y: radius * sin(angle))
        }
        var last = Double.infinity
        for _ in 0..<300 {
            var moved = points
            var stress = 0.0
            for i in 0..<count {
                var (x, y, sum) = (0.0, 0.0, 0.0)
                distances[i].withUnsafeBufferPointer { row in
                    for j in 0..<count where j != i {
                        let (dx, dy) = (points[i].x - points[j].x, points[i].y - points[j].y)
                        let there = max((dx * dx + dy * dy).squareRoot(), 1e-9)
                        let wanted = row[j]
                        let weight = 1 / (wanted * wanted)
                        x += weight * (points[j].x + wanted * dx / there)
                        y += weight * (points[j].y + wanted * dy / there)
                        sum += weight
                        stress += weight * (there - wanted) * (there - wanted)
                    }
                }
                moved[i] = Point(x: x / sum, y: y / sum)
            }
            points = moved
            if last.isFinite, abs(last - stress) <= 1e-5 * last { break }
            last = stress
        }
        turn(&points)
        spread(&points)
        for (place, node) in nodes.enumerated() { places[node] = points[place] }
    }

    /// Turns the longest way to lie level.
    private static func turn(_ points: inout [Point]) {
        let count = Double(points.count)
        let (x, y) = (points.reduce(0) { $0 + $1.x } / count, points.reduce(0) { $0 + $1.y } / count)
        var (xx, xy, yy) = (0.0, 0.0, 0.0)
        for point in points {
            xx += (point.x - x) * (point.x - x)
            xy += (point.x - x) * (point.y - y)
            yy += (point.y - y) * (point.y - y)
        }
        let angle = atan2(2 * xy, xx - yy) / 2
        let (c, s) = (cos(angle), sin(angle))
        points = points.map { Point(x: c * ($0.x - x) + s * ($0.y - y), y: c * ($0.y - y) - s * ($0.x - x)) }
    }

    /// Pushes nodes apart that came to lie on each other.
    private static func spread(_ points: inout [Point]) {
        let least = 0.45
        for _ in 0..<30 {
            var isDone = true
            let order = points.indices.sorted { (points[$0].x, $0) < (points[$1].x, $1) }
            for (place, i) in order.enumerated() {
                for j in order[(place + 1)...] {
                    guard points[j].x - points[i].x < least else { break }
                    let (dx, dy) = (points[j].x - points[i].x, points[j].y - points[i].y)
                    let there = (dx * dx + dy * dy).squareRoot()
                    guard there < least else { continue }
                    isDone = false
                    let push = (least - there) / 2 + 1e-3
                    let (ux, uy) = there > 1e-9 ? (dx / there, dy / there) : (0.6, 0.8)
                    points[i] = Point(x: points[i].x - push * ux, y: points[i].y - push * uy)
                    points[j] = Point(x: points[j].x + push * ux, y: points[j].y + push * uy)
                }
            }
            if isDone { return }
        }
    }

    /// How far apart the nodes of a part are to lie.
    private static func distances(_ nodes: [Int], _ network: Network, _ groups: [Int]) -> [[Double]] {
        let count = nodes.count
        var index = [Int](repeating: -1, count: network.nodes.count)
        for (place, node) in nodes.enumerated() { index[node] = place }
        let sign = network.relation == .conflict ? -1.0 : 1.0
        let ties = network.edges.compactMap { edge -> (a: Int, b: Int, weight: Double)? in
            let (a, b) = (index[edge.source], index[edge.target])
            return a < 0 || b < 0 || a == b ? nil : (a: a, b: b, weight: sign * edge.weight)
        }
        var distances = paths(lengths(ties.filter { $0.weight > 0 }, count))
        // Where no path leads, the middle of what is known.
        let known = distances.reduce(into: (sum: 0.0, count: 0.0)) { known, row in
            for distance in row where distance.isFinite && distance > 0 {
                known.sum += distance
                known.count += 1
            }
        }
        let unknown = known.count > 0 ? 1.2 * known.sum / known.count : 1
        for i in 0..<count {
            for j in 0..<count where !distances[i][j].isFinite { distances[i][j] = unknown }
        }
        let strongest = ties.reduce(0) { max($0, -$1.weight) }
        for tie in ties where tie.weight < 0 {
            let longer = 1 + (-tie.weight / strongest).squareRoot()
            distances[tie.a][tie.b] *= longer
            distances[tie.b][tie.a] *= longer
        }
        part(nodes.map { groups[$0] }, &distances)
        return distances
    }

    /// Gives each community room for its nodes and puts communities apart.
    private static func part(_ groups: [Int], _ distances: inout [[Double]]) {
        let numbers = Dictionary(
            Set(groups).sorted().enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let group = groups.map { numbers[$0] ?? 0 }
        var sizes = [Double](repeating: 0, count: numbers.count)
        for number in group { sizes[number] += 1 }
        var sums = [Double](repeating: 0, count: sizes.count * sizes.count)
        var counts = sums
        for i in group.indices {
            for j in group.indices where i != j {
                sums[group[i] * sizes.count + group[j]] += distances[i][j]
                counts[group[i] * sizes.count + group[j]] += 1
            }
        }
        let radii = sizes.map { 0.5 * $0.squareRoot() }
        for i in group.indices {
            for j in group.indices where i != j {
                let (a, b) = (group[i], group[j])
                let pair = a * sizes.count + b
                let share = distances[i][j] / (sums[pair] / counts[pair])
                distances[i][j] =
                    a == b ? share * (radii[a] + 0.5) : (radii[a] + radii[b] + 1.2) * (0.66 + 0.44 * share)
            }
        }
    }

    /// The lengths of the strongest ties of each node, and of those that hold the part together: the stronger beside
    /// the strengths of its ends, the shorter.
    private static func lengths(_ ties: [(a: Int, b: Int, weight: Double)], _ count: Int) -> [[(Int, Double)]]
    {
        var strengths = [Double](repeating: 0, count: count)
        for tie in ties {
            strengths[tie.a] += tie.weight
            strengths[tie.b] += tie.weight
        }
        let relative = ties.map { $0.weight / strengths[$0.a].squareRoot() / strengths[$0.b].squareRoot() }
        let order = ties.indices.sorted { (relative[$1], $0) < (relative[$0], $1) }
        var lengths = [[(Int, Double)]](repeating: [], count: count)
        guard !order.isEmpty else { return lengths }
        let typical = relative[order[order.count / 2]]
        var parent = Array(0..<count)
        func root(_ node: Int) -> Int {
            var node = node
            while parent[node] != node {
                parent[node] = parent[parent[node]]
                node = parent[node]
            }
            return node
        }
        for place in order {
            let (a, b) = (ties[place].a, ties[place].b)
            let (from, to) = (root(a), root(b))
            guard lengths[a].count < backbone || lengths[b].count < backbone || from != to else { continue }
            parent[from] = to
            let length = min(2.5, max(0.6, (typical / relative[place]).squareRoot()))
            lengths[a].append((b, length))
            lengths[b].append((a, length))
        }
        return lengths
    }

    /// All shortest paths within a part, over lengths.
    private static func paths(_ lengths: [[(Int, Double)]]) -> [[Double]] {
        lengths.indices.map { source in
            var (distance, open) = ([Double](repeating: .infinity, count: lengths.count), Heap())
            distance[source] = 0
            open.push(0, source)
            while let (length, node) = open.pop() {
                guard length <= distance[node] else { continue }
                for (other, step) in lengths[node] where length + step < distance[other] {
                    distance[other] = length + step
                    open.push(length + step, other)
                }
            }
            return distance
        }
    }

    /// Puts the parts side by side in rows about as wide as all is high, single nodes in rows below.
    private static func pack(_ parts: [[Int]], _ singles: [Int], _ places: inout [Point]) {
        let boxes = parts.map { nodes in
            let (xs, ys) = (nodes.map { places[$0].x }, nodes.map { places[$0].y })
            let (x, y) = (xs.min() ?? 0, ys.min() ?? 0)
            return Box(x: x, y: y, width: (xs.max() ?? 0) - x + 1.5, height: (ys.max() ?? 0) - y + 0.8)
        }
        let area = boxes.reduce(0) { $0 + $1.width * $1.height } + Double(singles.count) * 1.5
        let width = max(boxes.map(\.width).max() ?? 0, (area * 1.6).squareRoot())
        var (x, y, height) = (0.0, 0.0, 0.0)
        for (nodes, box) in zip(parts, boxes) {
            if x > 0, x + box.width > width { (x, y, height) = (0, y + height, 0) }
            for node in nodes {
                places[node] = Point(x: places[node].x - box.x + x, y: places[node].y - box.y + y)
            }
            x += box.width
            height = max(height, box.height)
        }
        y += height
        let columns = max(1, Int(width / 1.8))
        for (number, node) in singles.enumerated() {
            places[node] = Point(x: Double(number % columns) * 1.8, y: y + Double(number / columns) * 0.7)
        }
    }
}
