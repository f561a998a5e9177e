// Questions as C asks them.

import CFloor
import Foundation
import Standpoint

/// The same SQL and values in C.
final class CQuestion {
    private let query: OpaquePointer
    private let path: String
    private let sql: String
    private let values: [floor_value]
    private let texts: [UnsafeMutablePointer<CChar>?]

    convenience init(_ path: String, _ question: some Question) throws {
        try self.init(path, sql: question.sql, bindings: question.bindings)
    }

    init(_ path: String, sql: String, bindings: [Value] = []) throws {
        (self.path, self.sql) = (path, sql)
        guard let query = floor_query_open(path, sql) else {
            throw BenchmarkError("C could not open \(path)")
        }
        self.query = query
        (values, texts) = CQuestion.values(bindings)
    }

    /// Values as C takes them, and the texts of them, to be freed.
    static func values(_ bindings: [Value]) -> ([floor_value], [UnsafeMutablePointer<CChar>?]) {
        var texts: [UnsafeMutablePointer<CChar>?] = []
        let values = bindings.map { value in
            switch value {
            case .text(let text):
                let copy = strdup(text)
                texts.append(copy)
                return floor_value(text: copy, integer: 0, is_null: 0)
            case .integer(let number): return floor_value(text: nil, integer: number, is_null: 0)
            default: return floor_value(text: nil, integer: 0, is_null: 1)
            }
        }
        return (values, texts)
    }

    deinit {
        floor_query_close(query)
        for text in texts { free(text) }
    }

    func stances() throws -> Int64 {
        let sum = floor_query_stances(query, values, Int32(values.count))
        guard sum >= 0 else { throw BenchmarkError("C failed") }
        return sum
    }

    func rows() throws -> Int64 {
        let count = floor_query_rows(query, values, Int32(values.count))
        guard count >= 0 else { throw BenchmarkError("C failed") }
        return count
    }

    /// How many rows of integers there are, all of which are read.
    func integers() throws -> Int {
        var rows: Int64 = 0
        guard floor_query_integers(query, values, Int32(values.count), &rows) >= 0 else {
            throw BenchmarkError("C failed")
        }
        return Int(rows)
    }

    func readers(_ threads: Int, milliseconds: Int) -> Int64 {
        floor_readers(path, sql, values, Int32(values.count), Int32(threads), Int32(milliseconds))
    }
}
