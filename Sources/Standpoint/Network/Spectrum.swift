// Eigenvectors of symmetric matrices.

enum Spectrum {
    /// The eigenvector of the greatest eigenvalue, of length 1 (Lanczos with full orthogonalization, restarted).
    /// - Parameter times: The product of the matrix with a vector.
    static func leading(count: Int, _ times: ([Double]) -> [Double]) -> [Double] {
        var vector = unit([Double](repeating: 1, count: count))
        let steps = min(count, 40)
        var last = Double.infinity
        for _ in 0..<500 {
            var (basis, diagonal, offDiagonal) = ([vector], [Double](), [Double]())
            for step in 0..<steps {
                var next = times(basis[step])
                diagonal.append(dot(next, basis[step]))
                // Twice, because one pass leaves rounding errors that grow.
                for _ in 0..<2 {
                    for known in basis {
                        let share = dot(next, known)
                        for index in next.indices { next[index] -= share * known[index] }
                    }
                }
                let length = dot(next, next).squareRoot()
                guard length > 1e-14 * max(1, abs(diagonal[0])), step + 1 < steps else { break }
                offDiagonal.append(length)
                basis.append(next.map { $0 / length })
            }
            var small = [[Double]](
                repeating: [Double](repeating: 0, count: diagonal.count), count: diagonal.count)
            for index in diagonal.indices {
                small[index][index] = diagonal[index]
                if index + 1 < diagonal.count {
                    small[index][index + 1] = offDiagonal[index]
                    small[index + 1][index] = offDiagonal[index]
                }
            }
            let (values, vectors) = jacobi(small)
            guard let best = values.indices.max(by: { values[$0] < values[$1] }) else { return vector }
            var sum = [Double](repeating: 0, count: count)
            for (step, known) in basis.enumerated() where step < diagonal.count {
                for index in sum.indices { sum[index] += vectors[step][best] * known[index] }
            }
            vector = unit(sum)
            let product = times(vector)
            let residual = zip(product, vector).reduce(0.0) { sum, pair in
                sum + (pair.0 - values[best] * pair.1) * (pair.0 - values[best] * pair.1)
            }.squareRoot()
            // At the limit of the digits the residual no longer falls.
            if residual <= 1e-15 * abs(values[best])
                || residual < 1e-9 * abs(values[best]) && residual >= last
            {
                break
            }
            last = residual
        }
        return vector
    }

    /// All eigenvalues of a small symmetric matrix, and the eigenvectors as columns (Jacobi's rotations).
    static func jacobi(_ matrix: [[Double]]) -> (values: [Double], vectors: [[Double]]) {
        let count = matrix.count
        var a = matrix
        var vectors = (0..<count).map { row in (0..<count).map { $0 == row ? 1.0 : 0 } }
        let size = matrix.reduce(0.0) { $0 + dot($1, $1) }
        for _ in 0..<100 {
            let off = (0..<count).reduce(0.0) { sum, row in
                ((row + 1)..<count).reduce(sum) { $0 + a[row][$1] * a[row][$1] }
            }
            if off <= 1e-32 * size { break }
            for p in 0..<count {
                for q in (p + 1)..<count where a[p][q] != 0 {
                    let theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
                    let t = (theta < 0 ? -1.0 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
                    let c = 1 / (t * t + 1).squareRoot()
                    let s = t * c
                    for k in 0..<count {
                        let (x, y) = (a[k][p], a[k][q])
                        (a[k][p], a[k][q]) = (c * x - s * y, s * x + c * y)
                    }
                    for k in 0..<count {
                        let (x, y) = (a[p][k], a[q][k])
                        (a[p][k], a[q][k]) = (c * x - s * y, s * x + c * y)
                        let (v, w) = (vectors[k][p], vectors[k][q])
                        (vectors[k][p], vectors[k][q]) = (c * v - s * w, s * v + c * w)
                    }
                }
            }
        }
        return (a.indices.map { a[$0][$0] }, vectors)
    }

    private static func dot(_ a: [Double], _ b: [Double]) -> Double {
        var sum = 0.0
        for index in a.indices { sum += a[index] * b[index] }
        return sum
    }

    private static func unit(_ vector: [Double]) -> [Double] {
        let length = dot(vector, vector).squareRoot()
        return length > 0 ? vector.map { $0 / length } : vector
    }
}
