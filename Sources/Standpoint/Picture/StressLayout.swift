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
    /// - Parameter groups: The community of each node, drawn a little together.
    static func places(_ network: Network, groups: [Int]) -> [Point] {
        let (adjacency, components) = (Adjacency(network), network.components)
        var members: [[Int]] = []
        for (node, component) in components.enumerated() {
            if component == members.count { members.append([]) }
            members[component].append(node)
        }
        var places = [Point](repeating: Point(x: 0, y: 0), count: network.nodes.count)
        let parts = members.filter { $0.count > 1 }.sorted { ($1.count, $0[0]) < ($0.count, $1[0]) }
        for nodes in parts {
            place(nodes.sorted { (groups[$0], $0) < (groups[$1], $1) }, adjacency, groups, &places)
        }
        pack(parts, members.filter { $0.count == 1 }.map { $0[0] }, &places)
        return places
    }

    /// The length of a tie: strong ties are short.
    private static func length(_ weight: Double, _ typical: Double, sameGroup: Bool) -> Double {
        let ratio = (typical / max(abs(weight), .leastNormalMagnitude)).squareRoot()
        return min(2.5, max(0.6, ratio)) * (sameGroup ? 0.85 : 1.25)
    }

    /// Finds the places of a part.
    private static func place(
        _ nodes: [Int], _ adjacency: Adjacency, _ groups: [Int], _ places: inout [Point]
    ) {
        let count = nodes.count
        var index = [Int: Int]()
        for (place, node) in nodes.enumerated() { index[node] = place }
        var weights = nodes.flatMap { node in
            adjacency.weights[adjacency.starts[node]..<adjacency.starts[node + 1]].map { abs($0) }
        }
        weights.sort()
        let typical = weights[weights.count / 2]
        let lengths: [[(Int, Double)]] = nodes.map { node in
            (adjacency.starts[node]..<adjacency.starts[node + 1]).compactMap { place in
                let other = Int(adjacency.neighbours[place])
                return index[other].map {
                    ($0, length(adjacency.weights[place], typical, sameGroup: groups[node] == groups[other]))
                }
            }
        }
        let distances = distances(lengths)

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

    /// All shortest paths within a part, over lengths.
    private static func distances(_ lengths: [[(Int, Double)]]) -> [[Double]] {
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
