// The positions as a picture: who stands where on what, in a grid.

import Foundation

extension Affiliations {
    /// How many actors or targets a heat map can hold.
    public static let largestPicture = 600

    /// The matrix as SVG: a row for each actor, a column for each target, in each field the shares of support
    /// (blue), neither (grey) and opposition (orange), the fainter the fewer stances. On a scale without sides, the
    /// darker the higher the mean level; of categories, the more stances. Rows and columns that are alike stand side
    /// by side. In light, dark and print.
    /// - Parameter title: What the picture shows.
    /// - Throws: ``StandpointError/network(_:)`` for more than ``largestPicture`` actors or targets.
    public func svg(title: String? = nil) throws -> String {
        guard max(actors.count, targets.count) <= Affiliations.largestPicture else {
            throw StandpointError.network(
                "a heat map of \(actors.count) by \(targets.count) cannot be read; "
                    + "narrow the question to at most \(Affiliations.largestPicture) of each")
        }
        return HeatMap(self).svg(title ?? "Positions")
    }
}

/// A heat map on its way.
private struct HeatMap {
    private let matrix: Affiliations
    private let rows: [Int]
    private let columns: [Int]
    private let fields: [[Field]]
    private let hasSides: Bool

    /// What an actor says of a target.
    private struct Field {
        var count = 0.0
        var sum = 0.0
        var supports = 0.0
        var opposes = 0.0
    }

    init(_ matrix: Affiliations) {
        self.matrix = matrix
        hasSides = matrix.scale != .categories && matrix.levels.contains { $0 < 0 }
        var fields = [[Field]](
            repeating: [Field](repeating: Field(), count: matrix.targets.count), count: matrix.actors.count)
        for actor in matrix.actors.indices {
            for place in matrix.starts[actor]..<matrix.starts[actor + 1] {
                let (target, level) = Int(matrix.cells[place]).quotientAndRemainder(
                    dividingBy: matrix.levels.count)
                let (value, count) = (matrix.levels[level], Double(matrix.counts[place]))
                fields[actor][target].count += count
                fields[actor][target].sum += count * Double(value)
                if value > 0 { fields[actor][target].supports += count }
                if value < 0 { fields[actor][target].opposes += count }
            }
        }
        self.fields = fields
        let scored = hasSides
        func value(_ field: Field) -> Double {
            field.count == 0 ? 0 : scored ? field.sum / field.count : field.count.squareRoot()
        }
        let values = fields.map { $0.map(value) }
        // What is alike in the direction in which rows differ most stands side by side.
        func times(_ vector: [Double]) -> [Double] {
            values.map { row in zip(row, vector).reduce(0) { $0 + $1.0 * $1.1 } }
        }
        func timesColumns(_ vector: [Double]) -> [Double] {
            matrix.targets.indices.map { column in
                values.indices.reduce(0) { $0 + values[$1][column] * vector[$1] }
            }
        }
        let rowScores = Spectrum.leading(count: values.count) { times(timesColumns($0)) }
        let columnScores = timesColumns(rowScores)
        rows = matrix.actors.indices.sorted { (rowScores[$1], $0) < (rowScores[$0], $1) }
        columns = matrix.targets.indices.sorted { (columnScores[$1], $0) < (columnScores[$0], $1) }
    }

    func svg(_ title: String) -> String {
        let (side, margin) = (18.0, 24.0)
        let rowLabels = rows.map { SVG.lines(matrix.actors[$0].label, characters: 40, most: 1)[0] }
        let columnLabels = columns.map { SVG.lines(matrix.targets[$0].label, characters: 44, most: 1)[0] }
        // Where one end is out of sight of the other, both have the labels.
        let (isWide, isTall) = (columns.count > 50, rows.count > 50)
        let widest = rowLabels.map { SVG.width($0) }.max() ?? 0
        let slope = 0.7072
        let longest = columnLabels.map { SVG.width($0) }.max() ?? 0
        // Below, labels lean to the left.
        let lean =
            isTall
            ? columnLabels.enumerated().map { SVG.width($1) * slope - side * Double($0) }.max() ?? 0 : 0
        let left = margin + max(widest + 8, lean)
        let top = margin + 30 + longest * slope + 12
        let right = left + side * Double(columns.count)
        let overhang =
            columnLabels.enumerated().map { left + side * Double($0 + 1) + SVG.width($1) * slope }.max()
            ?? right
        let bottom = top + side * Double(rows.count)
        var svg = SVG()
        svg.text([title], x: margin, y: margin + 10, size: 18)
        for (place, label) in columnLabels.enumerated() {
            let x = left + side * (Double(place) + 0.65)
            svg.text(
                [label], x: x, y: top - 6,
                extra: "transform=\"rotate(-45 \(SVG.number(x)) \(SVG.number(top - 6)))\"")
        }
        for (place, label) in rowLabels.enumerated() {
            let y = top + side * (Double(place) + 0.7)
            svg.text([label], x: left - 6, y: y, anchor: "end")
            if isWide { svg.text([label], x: right + 6, y: y) }
        }
        if isTall {
            for (place, label) in columnLabels.enumerated() {
                let x = left + side * (Double(place) + 0.65)
                svg.text(
                    [label], x: x, y: bottom + 14, anchor: "end",
                    extra: "transform=\"rotate(-45 \(SVG.number(x)) \(SVG.number(bottom + 14)))\"")
            }
        }
        svg.add(
            "<rect class=\"x\" x=\"\(SVG.number(left))\" y=\"\(SVG.number(top))\" width=\"\(SVG.number(right - left))\" height=\"\(SVG.number(bottom - top))\"/>"
        )
        let most = fields.reduce(1.0) { max($0, $1.reduce(1) { max($0, $1.count) }) }
        for (row, actor) in rows.enumerated() {
            for (column, target) in columns.enumerated() where fields[actor][target].count > 0 {
                add(
                    fields[actor][target], actor, target, left + side * Double(column),
                    top + side * Double(row), side, most, &svg)
            }
        }
        var lines = ""
        for row in 0...rows.count {
            lines += "M\(SVG.number(left)) \(SVG.number(top + side * Double(row)))H\(SVG.number(right))"
        }
        for column in 0...columns.count {
            lines += "M\(SVG.number(left + side * Double(column))) \(SVG.number(top))V\(SVG.number(bottom))"
        }
        svg.add("<path class=\"g\" d=\"\(lines)\"/>")
        let foot = bottom + (isTall ? longest * slope + 20 : 0)
        var x = margin
        let neither = matrix.levels.contains(0) ? [("neutral", "neither")] : []
        let entries =
            hasSides
            ? [("for", "in favour")] + neither + [("against", "against")]
            : [("for", matrix.scale == .categories ? "stances" : "mean level")]
        for (name, text) in entries {
            svg.add(
                "<rect class=\"\(name)\" x=\"\(SVG.number(x))\" y=\"\(SVG.number(foot + 18))\" width=\"12\" height=\"12\"/>"
            )
            svg.text([text], x: x + 17, y: foot + 28)
            x += SVG.width(text) + 36
        }
        var caption = "\(rows.count) actors, \(columns.count) targets, \(matrix.total) stances; "
        if !hasSides, case .declared(let scale) = matrix.scale {
            caption += "faint: \(scale.lowerBound), full: \(scale.upperBound)."
        } else {
            caption += "faint: 1 stance, full: \(Int(most))."
        }
        svg.text([caption], x: margin, y: foot + 48, size: 11, class: "m")
        return svg.document(
            width: max(
                right + (isWide ? widest + 8 : 0), overhang, margin + SVG.width(caption, size: 11),
                SVG.width(title, size: 18) + margin)
                + margin,
            height: foot + 64, title: title, description: caption)
    }

    /// A field: the shares of the sides from left to right.
    private func add(
        _ field: Field, _ actor: Int, _ target: Int, _ x: Double, _ y: Double, _ side: Double, _ most: Double,
        _ svg: inout SVG
    ) {
        let neither = field.count - field.supports - field.opposes
        let strength = 0.45 + 0.55 * (1 + log(field.count)) / (1 + log(most))
        var shares = [("for", field.supports), ("neutral", neither), ("against", field.opposes)]
        var opacity = strength
        if !hasSides {
            shares = [("for", field.count)]
            if case .declared(let scale) = matrix.scale {
                opacity =
                    0.1 + 0.9 * (field.sum / field.count - Double(scale.lowerBound))
                    / Double(max(1, scale.upperBound - scale.lowerBound))
            }
        }
        let words =
            hasSides
            ? "\(Int(field.supports)) for, \(Int(field.opposes)) against"
                + (neither > 0 ? ", \(Int(neither)) neither" : "")
            : "\(Int(field.count)) stances"
        var piece =
            "<g fill-opacity=\"\(SVG.number(opacity))\"><title>\(XML.escaped("\(matrix.actors[actor].label): \(matrix.targets[target].label): \(words)"))</title>"
        var from = x
        for (name, count) in shares where count > 0 {
            let width = side * count / field.count
            piece +=
                "<rect class=\"\(name)\" x=\"\(SVG.number(from))\" y=\"\(SVG.number(y))\" width=\"\(SVG.number(width))\" height=\"\(SVG.number(side))\"/>"
            from += width
        }
        svg.add(piece + "</g>")
    }
}
