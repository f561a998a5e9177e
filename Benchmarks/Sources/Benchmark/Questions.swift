// `benchmark questions`: the questions of the library against C with the same SQL.

import CFloor
import Foundation
import Standpoint

private let rounds = 5

/// Measures files of growing size, and how each piece of work grows from the first to the last.
func questions(_ arguments: [String]) throws {
    var times: [(size: Int, seconds: [(work: String, seconds: Double)])] = []
    for argument in arguments.isEmpty ? ["100000", "1000000"] : arguments {
        let file = try Generated(argument)
        defer { try? file.remove() }
        let size = try file.kb.stances.count()
        print(
            "\nThe questions against C with the same SQL: \(size) stances, median of \(rounds) rounds by turns"
        )
        times.append((size, try compare(file, size)))
        try memoryOfAStream(file)
    }
    guard let first = times.first, let last = times.last, times.count > 1 else { return }
    print("\nHow the time of each grows from \(first.size) to \(last.size) stances")
    for (small, large) in zip(first.seconds, last.seconds) {
        print(small.work + String(format: ": %.2f times", large.seconds / small.seconds))
    }
}

/// A question, and how often it is asked in a round.
private struct Work {
    let name: String
    let question: Query<Stance>
    let times: Int
}

private func compare(_ file: Generated, _ size: Int) throws -> [(work: String, seconds: Double)] {
    let kb = file.kb
    let middle = try kb.sql(
        "SELECT earliest FROM stance WHERE target_id = 20001 ORDER BY earliest, id LIMIT 1 OFFSET (SELECT count(*) / 2 FROM stance WHERE target_id = 20001)"
    ).all(String.self).first
    let half = try middle.flatMap { try kb.stances.toward("topic-1").expressed(in: $0).first() }
    let big = kb.stances.toward("topic-1").limited(to: 10)
    let works = [
        Work(
            name: "decode a hundred thousand", question: kb.stances.sorted(by: .written).limited(to: 100_000),
            times: 1),
        Work(name: "decode all", question: kb.stances.sorted(by: .written), times: size > 2_000_000 ? 0 : 1),
        Work(name: "10 of a large target", question: big, times: 2000),
        Work(
            name: "10 of a large target, from its middle", question: half.map(big.after) ?? big, times: 2000),
        Work(
            name: "10 of a holder, latest first",
            question: kb.stances.held(by: "actor-3").sorted(by: .date, descending: true).limited(to: 10),
            times: 2000),
        Work(
            name: "10 of a day", question: kb.stances.expressed(in: "2012-06-15").limited(to: 10), times: 2000
        ),
        Work(
            name: "10 of a year, against",
            question: kb.stances.expressed(in: "2012").holding(.opposes).limited(to: 10), times: 2000),
        Work(
            name: "10 of a holder on a target",
            question: kb.stances.held(by: "actor-2").toward("topic-2").limited(to: 10), times: 2000),
    ]
    var comparison = Comparison()
    var seconds: [String: [Double]] = [:]
    try kb.read { snapshot in
        for work in works where work.times > 0 {
            let side = try CQuestion(file.path, work.question)
            for round in 0...rounds {
                comparison.swiftGoesFirst = round % 2 == 1
                let clock = ContinuousClock()
                var took = Duration.zero
                func swift() throws -> Int64 {
                    var sum: Int64 = 0
                    took = try clock.measure {
                        for _ in 0..<work.times {
                            var cursor = try work.question.cursor(in: snapshot)
                            while let stance = try cursor.next() { sum += stance.id.rawValue }
                        }
                    }
                    return sum
                }
                func c() throws -> Int64 {
                    var sum: Int64 = 0
                    for _ in 0..<work.times { sum += try side.stances() }
                    return sum
                }
                if round == 0 {  // The pages come into memory.
                    _ = (try swift(), try c())
                } else {
                    try comparison.measure(work.name, swift: swift, c: c)
                    seconds[work.name, default: []].append(took / .seconds(work.times))
                }
            }
        }
        let analyses: [(String, any Question, Int)] = [
            ("positions on a small target", kb.stances.toward("topic-4000").positions(), 50),
            ("counts by holder of a small target", kb.stances.toward("topic-4000").counts(by: .holder), 50),
            ("quotes with a word, 10 best", kb.quotes(mentioning: "word77").limited(to: 10), 50),
            ("names as they are typed, 10 best", kb.names(matching: "actor numb 77").limited(to: 10), 20),
        ]
        for (name, question, times) in analyses {
            let side = try CQuestion(file.path, question)
            for round in 0...rounds {
                comparison.swiftGoesFirst = round % 2 == 1
                var took = Duration.zero
                func swift() throws -> Int64 {
                    var rows = 0
                    took = try ContinuousClock().measure {
                        for _ in 0..<times { rows += try count(question, in: snapshot) }
                    }
                    return Int64(rows)
                }
                func c() throws -> Int64 {
                    var rows: Int64 = 0
                    for _ in 0..<times { rows += try side.rows() }
                    return rows
                }
                if round == 0 {
                    _ = (try swift(), try c())
                } else {
                    try comparison.measure(name, swift: swift, c: c)
                    seconds[name, default: []].append(took / .seconds(times))
                }
            }
        }
        print(comparison.table)
        try costOfBuilding(big, in: snapshot)
    }
    let names =
        works.map(\.name) + [
            "positions on a small target", "counts by holder of a small target",
            "quotes with a word, 10 best", "names as they are typed, 10 best",
        ]
    return names.filter { $0 != "decode all" }.map { name in
        (name, (seconds[name] ?? []).sorted()[rounds / 2])
    }
}

private func count<Asked: Question>(_ question: Asked, in snapshot: Snapshot) throws -> Int {
    try question.all(in: snapshot).count
}

/// What it takes to make a question and its SQL anew, against running it on ten rows.
private func costOfBuilding(_ question: Query<Stance>, in snapshot: Snapshot) throws {
    let kb = question.knowledgeBase
    let times = 2000
    func perCall(_ body: () throws -> Void) rethrows -> Double {
        let took = try ContinuousClock().measure { for _ in 0..<times { try body() } }
        return took / .microseconds(times)
    }
    var length = 0
    let building = perCall {
        length +=
            kb.stances.toward("topic-1").holding(.opposes).expressed(in: "2012").limited(to: 10).statement
            .text.utf8.count
    }
    let asked = kb.stances.toward("topic-1").holding(.opposes).expressed(in: "2012").limited(to: 10)
    _ = try asked.all(in: snapshot)
    let running = try perCall { _ = try asked.all(in: snapshot) }
    let sql = asked.sql
    let preparing = try perCall { _ = try snapshot.connection.prepare(sql) }
    print(
        String(
            format:
                "making a question and its SQL: %.2f of running it on 10 rows; SQLite's own compilation, once for each shape: %.2f",
            building / (running - building), preparing / (running - building)))
    if length == 0 { throw BenchmarkError("no SQL was made") }
}

/// How much the memory grows from the first portion of a stream to its end.
private func memoryOfAStream(_ file: Generated) throws {
    let finished = DispatchSemaphore(value: 0)
    let kb = file.kb
    Task.detached {
        var (rows, first, last) = (0, 0, 0)
        do {
            for try await _ in kb.stances.sorted(by: .written).stream() {
                rows += 1
                if rows == 50_000 { first = resident() }
                last = rows
            }
            print(
                "memory of a stream of \(last): \((resident() - first) / 1024) KiB more at its end than at its 50000th row"
            )
        } catch { print("the stream failed: \(error)") }
        finished.signal()
    }
    finished.wait()
}

/// The resident memory in bytes, on Linux.
private func resident() -> Int {
    let statm = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
    return (statm.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4096
}
